import Logging

extension Transport {
    /// Runs a command of git that asks the remote at `url`, within `timeout` in all.
    ///
    /// Git follows no redirect; one that stays on the remote's host is followed here, a few times.
    /// Any other is the failure. `arguments` come after the options of every call and are given
    /// the name that stands for the address; the errors of the end are git's words, with the trace
    /// of the exchange beside them.
    func ask(
        _ url: String, timeout: Duration,
        onErrorOutput: (@Sendable (String) -> Void)? = nil,
        arguments: (_ remote: String) -> [String]
    ) async -> Result<GitExit, TransportFailure> {
        let deadline = ContinuousClock.now + timeout
        var address = url
        for _ in 0...Limits.redirects {
            let alias = RemoteAlias(address)
            let exit = await program.run(
                Self.options(timeout: timeout) + arguments(alias.name), settings: alias.settings,
                environment: CurlTrace.environment, timeout: deadline - .now,
                onErrorOutput: onErrorOutput
            ).withTraceApart
            guard case .exited = exit.ending, !exit.isSuccess,
                let redirect = Redirect(exit.trace, asked: address)
            else { return .success(exit) }
            guard let next = redirect.address else { return .failure(redirect.refusal) }
            logger.debug("following a redirect on the remote's host")
            address = next
        }
        return .failure(
            TransportFailure(
                reason: .unreachable, message: "the remote redirects in a circle"))
    }
}
