package import GitModel

extension Transport {
    /// Whether the remote has the reference, read anew from it; nothing is transferred or kept.
    package func remoteHas(
        _ ref: RefName, remote url: String, timeout: Duration
    ) async -> Result<Bool, TransportFailure> {
        let alias = RemoteAlias(url)
        let exit = await program.run(
            Self.options(timeout: timeout) + [
                // No repository: not the one this process happens to stand in either.
                "--git-dir=/dev/null",
                "ls-remote", "--refs", "--quiet", "--end-of-options", alias.name, ref.text,
            ],
            settings: alias.settings, timeout: timeout)
        guard exit.isSuccess else {
            return .failure(FailureReport.make(exit, url: url, timeout: timeout))
        }
        // The pattern also matches `refs/x/refs/heads/main`.
        return .success(exit.output.split(separator: "\n").contains { $0.hasSuffix("\t\(ref)") })
    }
}
