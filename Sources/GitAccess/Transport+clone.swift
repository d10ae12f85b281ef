package import GitModel
import Logging
import Processes

extension Transport {
    /// Makes a bare repository at `path` with the full history of one branch.
    ///
    /// `path` must be missing or an empty folder (a mount point too). Afterwards `origin` is set,
    /// HEAD names the branch, and the branch, its tracking reference and its accepted tip are at
    /// the remote's tip; of a remote without branches an empty repository is made, with the
    /// reference that marks the branch's absence. Anything less leaves nothing.
    package func clone(
        remote url: String, branch: BranchName, into path: String, timeout: Duration,
        progress: (@Sendable (TransportProgress) -> Void)? = nil
    ) async -> CloneResult {
        let prepared = await Blocking.run { () -> Result<CloneStaging, GitError> in
            do throws(GitError) {
                let staging = try CloneStaging(target: path)
                try GitRepository.createBare(at: staging.path, initialBranch: branch)
                return .success(staging)
            } catch {
                return .failure(error)
            }
        }
        let staging: CloneStaging
        switch prepared {
        case .success(let made): staging = made
        case .failure(let error): return .failed(TransportFailure(error))
        }
        let fetched = await fetch(
            remote: url, branch: branch, into: staging.path, timeout: timeout, progress: progress)
        let result = await finish(staging, fetched, remote: url, branch: branch)
        if case .cloned = result { return result }
        await Blocking.run { staging.discard() }
        return result
    }

    private func finish(
        _ staging: CloneStaging, _ fetched: FetchResult, remote url: String, branch: BranchName
    ) async -> CloneResult {
        let tip: CommitID?
        switch fetched {
        case .failed(let failure): return .failed(failure)
        case .branchMissing(remoteIsEmpty: false): return .branchMissing
        case .branchMissing(remoteIsEmpty: true): tip = nil
        case .fetched(let remoteTip): tip = remoteTip
        }
        do throws(GitError) {
            let repository = try GitRepository(at: staging.path)
            try await repository.setRemote(url: url)
            // What is there at the first sight is accepted before the folder is a repository: a
            // rewind after a crash right behind the clone is seen as one.
            if let tip {
                for ref in [branch.acceptedRef, branch.ref] {
                    _ = try await repository.move(ref, from: nil, to: tip, reason: "clone")
                }
            } else {
                let marker = try await repository.writeMarker(behind: nil)
                _ = try await repository.move(
                    branch.absentRef, from: nil, to: marker, reason: "clone")
            }
        } catch {
            return .failed(TransportFailure(error))
        }
        let error = await Blocking.run { () -> GitError? in
            do throws(GitError) {
                try staging.publish()
                return nil
            } catch {
                return error
            }
        }
        return error.map { .failed(TransportFailure($0)) } ?? .cloned(tip: tip)
    }
}
