"""What a request to a class's service is told when it is not served."""


class RefusedError(Exception):
    """A request that is not served.

    Args:
        status: HTTP's status code.
        sentence: Why, for the learner.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
