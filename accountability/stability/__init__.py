"""Do heads of Party and government stay: alarms about leavings and vacancies, and conclusions."""
