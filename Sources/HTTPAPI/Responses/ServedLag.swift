import Foundation
import GitAccess
import GitModel
import JSONModel
import LiveData

/// How far what is served is behind the tips that this server knows of.
struct ServedLag {
    private struct Tip {
        let commit: CommitID
        /// Seconds since 1970.
        let committedAt: Int64
    }

    private let served: CommitID?
    private let local: Tip?
    private let remote: Tip?

    /// The tip of the served branch here.
    var localCommit: CommitID? { local?.commit }
    /// What the remote had at the last look.
    var remoteCommit: CommitID? { remote?.commit }

    /// Seconds since a tip that is not served was committed; 0 when it is served, nil where it is
    /// not known.
    var localSeconds: Int64? { seconds(behind: local) }
    var remoteSeconds: Int64? { seconds(behind: remote) }

    /// `lag` of status.
    var json: JSON {
        let (local, remote) = (localSeconds.map(JSON.integer), remoteSeconds.map(JSON.integer))
        return .object(["localSeconds": local ?? .null, "remoteSeconds": remote ?? .null])
    }

    /// Nothing is known of a repository that is not open, or cannot be read.
    init(_ snapshot: Snapshot?, _ state: APIState) async {
        served = snapshot?.commit
        guard let site = state.data.site else {
            local = nil
            remote = nil
            return
        }
        local = await Self.tip(state.branch.ref, site, state.tipTimes.local)
        remote = await Self.tip(state.branch.trackingRef, site, state.tipTimes.remote)
    }

    private static func tip(
        _ ref: RefName, _ site: OpenData.Site, _ times: CommitTimes
    ) async -> Tip? {
        guard let commit = try? await site.repository.tip(of: ref),
            let seconds = await times.seconds(of: commit, in: site.repository)
        else { return nil }
        return Tip(commit: commit, committedAt: seconds)
    }

    private func seconds(behind tip: Tip?) -> Int64? {
        guard let tip else { return nil }
        guard tip.commit != served else { return 0 }
        return max(0, Int64(Date().timeIntervalSince1970) - tip.committedAt)
    }
}
