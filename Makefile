# Aliases of ./run; ARGS="..." is handed on.
.DEFAULT_GOAL := run
COMMANDS := test check bench stop reset backup restore manage
.PHONY: run $(COMMANDS)
run: ; @./run up $(ARGS)
$(COMMANDS): ; @./run $@ $(ARGS)
