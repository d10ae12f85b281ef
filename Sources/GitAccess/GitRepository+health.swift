import CLibgit2
package import GitModel

extension GitRepository {
    /// What is on disk of each object, read whole by a handle of its own: this one would answer
    /// from its cache.
    package func health(of ids: [ObjectID]) throws(GitError) -> [ObjectID: ObjectHealth] {
        let fresh = try Repository(at: path)
        return ids.reduce(into: [:]) { $0[$1] = fresh.health(of: $1) }
    }

    /// The objects that git's or libgit2's words of a failure name, and those these references
    /// name, whether they are there or not; at most `Limits.suspects`. Where the words are about a
    /// delta without its base, also what is missing of the newest commits.
    package func suspects(in words: String, and refs: [RefName]) throws(GitError) -> [ObjectID] {
        var tips: [ObjectID] = []
        for ref in refs {
            var id = git_oid()
            if try git_reference_name_to_id(&id, repository.pointer, ref.text) == 0 {
                tips.append(ObjectID(id))
            }
        }
        git_error_clear()
        var found = words.objectNames + tips
        if words.contains("unresolved delta") {
            let fresh = try Repository(at: path)
            found = fresh.unreadable(below: tips) + found
        }
        var seen: Set<ObjectID> = []
        return Array(found.filter { seen.insert($0).inserted }.prefix(Limits.suspects))
    }
}

extension Repository {
    func health(of id: ObjectID) -> ObjectHealth {
        var name = id.git
        var object: OpaquePointer?
        let code = git_odb_read(&object, storePointer, &name)
        git_error_clear()
        if code == 0 {
            git_odb_object_free(object)
            return .whole
        }
        // What a pack has is read before a loose file of no bytes.
        if FileSystem.size(of: looseFile(of: id)) == 0 { return .lost }
        return git_odb_exists(storePointer, &name) == 0 ? .lost : .corrupt
    }

    /// What cannot be read of these commits, of some before them (`Limits.searchedCommits`) and of
    /// their trees, at most `Limits.suspects`; of files only the first bytes are looked at.
    func unreadable(below commits: [ObjectID]) -> [ObjectID] {
        var found: [ObjectID] = []
        var seen: Set<ObjectID> = []
        var trees: [ObjectID] = []
        var next = commits[...]
        while let id = next.popFirst(), seen.count < Limits.searchedCommits {
            guard seen.insert(id).inserted else { continue }
            guard let commit = links(of: id) else {
                found.append(id)
                continue
            }
            trees.append(commit.tree)
            next += commit.parents
        }
        while let id = trees.popLast(), found.count < Limits.suspects {
            guard seen.insert(id).inserted else { continue }
            guard let tree = try? OpenTree(TreeID(id), in: self) else {
                found.append(id)
                continue
            }
            for index in 0..<tree.count {
                guard let entry = try? tree.entry(index), entry.mode != .gitlink else { continue }
                if entry.isFolder {
                    trees.append(entry.object)
                } else if seen.insert(entry.object).inserted, (try? type(of: entry.object)) == nil {
                    found.append(entry.object)
                }
            }
        }
        git_error_clear()
        return found
    }

    /// What a commit names; nil when it cannot be read.
    private func links(of commit: ObjectID) -> (tree: ObjectID, parents: [ObjectID])? {
        var name = commit.git
        var opened: OpaquePointer?
        guard git_commit_lookup(&opened, pointer, &name) == 0, let opened else { return nil }
        defer { git_commit_free(opened) }
        let parents = (0..<git_commit_parentcount(opened)).compactMap { index in
            git_commit_parent_id(opened, index).map { ObjectID($0.pointee) }
        }
        return git_commit_tree_id(opened).map { (ObjectID($0.pointee), parents) }
    }

    private func looseFile(of id: ObjectID) -> String {
        let folder = String(cString: git_repository_path(pointer))
        return "\(folder)objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
    }
}

extension String {
    /// Every run of forty hexadecimal digits, also as the name of a loose object's file.
    fileprivate var objectNames: [ObjectID] {
        var names: [ObjectID] = []
        var run = ""
        for character in unicodeScalars.map(Character.init) + [" "] {
            // `ab/cdef…`: the folder and the file of a loose object.
            if character == "/", run.utf8.count == 2 { continue }
            if character.isASCII, character.isHexDigit {
                run.append(character)
                continue
            }
            if let id = ObjectID(hex: run) { names.append(id) }
            run = ""
        }
        return names
    }
}
