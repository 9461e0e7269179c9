"""The step between the password and the house."""

from allauth.mfa.stages import AuthenticateStage

from kanaf.actors.signin import factors


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Ours is not asked again of somebody whose organisation has just asked for its own."""

    def _should_handle(self, request):  # type: ignore[no-untyped-def] # the library's own signature
        if factors.was_shown_to_provider(request, self.login.user):
            return False
        return super()._should_handle(request)
