"""Why an action was refused; each error carries the sentence the user reads."""


class IntakeError(Exception):
    """An expected refusal; `sentence` says in Chinese what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class WrongStateError(IntakeError):
    """The submission is not where this can be done."""


class StaleError(IntakeError):
    """Somebody moved the submission since the page was opened."""


class NotPermittedError(IntakeError):
    """The user's roles do not allow this for this county."""


class SamePersonError(IntakeError):
    """Whoever prepared or decided before may not decide now."""


class MissingReasonError(IntakeError):
    """A reason is required and none was given."""


class HasErrorsError(IntakeError):
    """Errors stand in the draft."""


class UnexplainedError(IntakeError):
    """Warnings without an explanation, or return marks without an answer, stand in the draft."""


class NothingToDoError(IntakeError):
    """There is nothing this would change."""


class BadInputError(IntakeError):
    """What was typed cannot be used."""


class RegistryError(IntakeError):
    """The registry cannot take what would become current."""
