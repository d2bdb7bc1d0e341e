"""What can go wrong: the classes of the service's own client, with their texts."""


class OpenAIError(Exception):
    """All errors of this package."""


class APIError(OpenAIError):
    """Something went wrong with a request. `body` is what the service says about it."""

    def __init__(self, message, request, *, body):
        super().__init__(message)
        self.request = request
        self.message = message
        self.body = body
        details = body if isinstance(body, dict) else {}
        code = details.get('code')
        self.code = None if code is None else str(code)
        self.param = details.get('param')
        self.type = details.get('type')


class APIResponseValidationError(APIError):
    """The response is not what it should be."""

    def __init__(self, response, body, *, message=None):
        super().__init__(message or 'Data returned by API invalid for expected schema.',
                         response.request, body=body)
        self.response = response
        self.status_code = response.status_code


class APIStatusError(APIError):
    """The response has a status of 400 or more."""

    def __init__(self, message, *, response, body):
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get('x-request-id')


class APIConnectionError(APIError):
    """No response came."""

    def __init__(self, *, message='Connection error.', request):
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """No response came in time."""

    def __init__(self, request):
        super().__init__(message='Request timed out.', request=request)


class BadRequestError(APIStatusError):
    status_code = 400


class AuthenticationError(APIStatusError):
    status_code = 401


class PermissionDeniedError(APIStatusError):
    status_code = 403


class NotFoundError(APIStatusError):
    status_code = 404


class ConflictError(APIStatusError):
    status_code = 409


class UnprocessableEntityError(APIStatusError):
    status_code = 422


class RateLimitError(APIStatusError):
    status_code = 429


class InternalServerError(APIStatusError):
    """The status is 500 or more."""


class LengthFinishReasonError(OpenAIError):
    """An answer that was to be parsed is cut off."""

    def __init__(self, *, completion):
        message = 'Could not parse response content as the length limit was reached'
        if completion.usage:
            message += f' - {completion.usage}'
        super().__init__(message)
        self.completion = completion


class ContentFilterFinishReasonError(OpenAIError):
    """An answer that was to be parsed was withheld."""

    def __init__(self, *, completion=None):
        super().__init__('Could not parse response content as the request was rejected by the '
                         'content filter')
        self.completion = completion


#: The classes of errors by status.
BY_STATUS = {
    cls.status_code: cls
    for cls in (BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
                ConflictError, UnprocessableEntityError, RateLimitError)
}


def status_error(message, *, response, body):
    """The error for a response of which the status is 400 or more."""
    cls = BY_STATUS.get(response.status_code)
    if cls is None:
        cls = InternalServerError if response.status_code >= 500 else APIStatusError
    return cls(message, response=response, body=body)
