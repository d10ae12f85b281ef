package import GitModel

extension Transport {
    /// Whether the remote has the reference, read anew from it; nothing is transferred or kept.
    package func remoteHas(
        _ ref: RefName, remote url: String, timeout: Duration
    ) async -> Result<Bool, TransportFailure> {
        let answer = await ask(url, timeout: timeout) { remote in
            [
                // No repository: not the one this process happens to stand in either.
                "--git-dir=/dev/null",
                "ls-remote", "--refs", "--quiet", "--end-of-options", remote, ref.text,
            ]
        }
        let exit: GitExit
        switch answer {
        case .success(let end): exit = end
        case .failure(let failure): return .failure(failure)
        }
        guard exit.isSuccess else {
            return .failure(FailureReport.make(exit, url: url, timeout: timeout))
        }
        // The pattern also matches `refs/x/refs/heads/main`.
        return .success(exit.output.split(separator: "\n").contains { $0.hasSuffix("\t\(ref)") })
    }
}
