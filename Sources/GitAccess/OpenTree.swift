import CLibgit2
import GitModel

/// One tree object, read: its entries by position, in git's order.
struct OpenTree: ~Copyable {
    private let handle: Handle<Kinds.Tree>
    let count: Int

    init(_ id: TreeID, in repository: Repository) throws(GitError) {
        var name = id.object.git
        do throws(GitError) {
            handle = try Handle("git_tree_lookup") {
                git_tree_lookup(&$0, repository.pointer, &name)
            }
        } catch {
            throw error.naming(id.object)
        }
        count = git_tree_entrycount(handle.pointer)
    }

    /// The entry at a position below `count`; its names are valid as long as the tree is.
    func entry(_ index: Int) throws(GitError) -> TreeEntry {
        guard let entry = TreeEntry(git_tree_entry_byindex(handle.pointer, index)) else {
            throw GitError(
                code: .generic, category: .tree, operation: "git_tree_entry_byindex",
                message: "a tree entry cannot be read")
        }
        return entry
    }
}
