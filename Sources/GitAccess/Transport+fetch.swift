package import GitModel
import Logging
import Processes

extension Transport {
    /// Fetches one branch into its tracking reference and says where the remote has it.
    ///
    /// Neither the branch itself nor anything else is touched. `timeout` bounds the transfer; the
    /// second question, when there is no such branch, has a bound of its own.
    package func fetch(
        remote url: String, branch: BranchName, into repository: String, timeout: Duration
    ) async -> FetchResult {
        await fetch(
            remote: url, branch: branch, into: repository, timeout: timeout, progress: nil)
    }

    func fetch(
        remote url: String, branch: BranchName, into repository: String, timeout: Duration,
        settings: [String] = [], progress: (@Sendable (TransportProgress) -> Void)?
    ) async -> FetchResult {
        var arguments = settings.flatMap { ["-c", $0] }
        arguments += ["--git-dir=\(repository)", "fetch"]
        arguments += [
            "--no-tags", "--refmap=", "--prune", "--no-write-fetch-head",
            "--no-recurse-submodules", "--no-show-forced-updates",
            progress == nil ? "--quiet" : "--progress",
        ]
        // Without the older commits every comparison of histories would be wrong.
        if await Blocking.run({ FileSystem.exists(repository + "/shallow") }) {
            arguments.append("--unshallow")
        }
        let order = "+\(branch.ref):\(branch.trackingRef)"
        let answer = await ask(
            url, timeout: timeout, onErrorOutput: progress.map(ProgressReader.handler)
        ) { arguments + ["--end-of-options", $0, order] }
        let exit: GitExit
        switch answer {
        case .success(let end): exit = end
        case .failure(let failure): return .failed(failure)
        }
        logger.debug("git fetch ended", metadata: ["ending": "\(exit.ending)"])
        if exit.isSuccess {
            if let refusal = await shallowness(of: repository, exit) { return .failed(refusal) }
            return await fetchedTip(branch, in: repository)
        }
        let missing = "couldn't find remote ref \(branch.ref)"
        if case .exited = exit.ending, exit.errors.contains(missing) {
            return await missingBranch(remote: url, repository: repository, timeout: timeout)
        }
        return .failed(FailureReport.make(exit, url: url, timeout: timeout))
    }

    /// The failure of a fetch from a remote that is itself a shallow clone: git either leaves the
    /// reference where it was, or stays shallow, and calls both a success.
    private func shallowness(
        of repository: String, _ exit: GitExit
    ) async -> TransportFailure? {
        let isRefused = exit.errors.contains("because shallow roots are not allowed")
        let isShallow = await Blocking.run {
            (FileSystem.size(of: repository + "/shallow") ?? 0) > 0
        }
        guard isRefused || isShallow else { return nil }
        return TransportFailure(
            reason: .transport,
            message: "the history stays shallow: the remote is a shallow clone itself (run "
                + "`git fetch --unshallow` in it), or no longer has the commits it was cut at")
    }

    private func fetchedTip(_ branch: BranchName, in path: String) async -> FetchResult {
        let tip = await Blocking.run { () -> Result<CommitID?, GitError> in
            do throws(GitError) {
                return .success(try Repository(at: path).tip(of: branch.trackingRef))
            } catch {
                return .failure(error)
            }
        }
        switch tip {
        case .success(let tip?): return .fetched(remoteTip: tip)
        case .success(nil):
            let message = "git fetched nothing into \(branch.trackingRef)"
            return .failed(TransportFailure(reason: .transport, side: .local, message: message))
        case .failure(let error): return .failed(TransportFailure(error))
        }
    }

    /// Tells a remote without any branch from one that has others.
    private func missingBranch(
        remote url: String, repository: String, timeout: Duration
    ) async -> FetchResult {
        let limit = min(timeout, Limits.listTimeout)
        let answer = await ask(url, timeout: limit) { remote in
            ["--git-dir=\(repository)", "ls-remote", "--heads", "--end-of-options", remote]
        }
        switch answer {
        case .success(let exit) where exit.isSuccess:
            return .branchMissing(remoteIsEmpty: exit.output.isEmpty)
        case .success(let exit):
            return .failed(FailureReport.make(exit, url: url, timeout: limit))
        case .failure(let failure): return .failed(failure)
        }
    }
}
