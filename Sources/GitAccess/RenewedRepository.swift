/// A repository handle that is opened anew when upkeep has removed packs, and after a rest.
///
/// Child objects of a handle must not outlive it, so it stays the same throughout one job of the
/// executor that its owner runs on.
final class RenewedRepository {
    private let path: String
    private let key: String
    private let allowingWorkTree: Bool
    let gathered: GatheredObjects?
    private var opened: Repository?
    private var generation: Int
    private var job = 0

    init(
        at path: String, allowingWorkTree: Bool = false, gathering: GatheredObjects? = nil
    ) throws(GitError) {
        gathered = gathering
        self.path = path
        self.allowingWorkTree = allowingWorkTree
        key = PackGenerations.resolved(path)
        generation = PackGenerations.current(of: key)
        opened = try Repository(
            at: path, allowingWorkTree: allowingWorkTree, gathering: gathering)
    }

    /// The handle for a job of the executor; the old one as long as no new one can be opened.
    func current(in job: Int) throws(GitError) -> Repository {
        if job == self.job, let opened { return opened }
        self.job = job
        let now = PackGenerations.current(of: key)
        if let opened, now == generation { return opened }
        do throws(GitError) {
            let fresh = try Repository(
                at: path, allowingWorkTree: allowingWorkTree, gathering: gathered)
            opened = fresh
            generation = now
            return fresh
        } catch {
            guard let opened else { throw error }
            return opened
        }
    }

    /// Closes the handle until it is used again. libgit2 keeps packs mapped, and objects to apply
    /// deltas to, until the last handle of a repository is closed.
    func rest() { opened = nil }
}
