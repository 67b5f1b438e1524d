"""Expected refusals; the text is the Chinese sentence the user reads."""


class CampaignError(Exception):
    """The action is refused."""


class NotPermittedError(CampaignError):
    """The user's roles do not allow this for this county."""


class SamePersonError(CampaignError):
    """Whoever reported may not confirm."""


class IncompleteError(CampaignError):
    """A draft lacks something; `sentences` says all of it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("；".join(one.rstrip("。") for one in sentences) + "。")
        self.sentences = sentences
