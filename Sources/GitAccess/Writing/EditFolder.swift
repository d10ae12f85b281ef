import GitModel

/// The edits of one commit, by folder.
struct EditFolder {
    /// What happens at one name.
    struct Place {
        /// The file there goes, before anything is put.
        var removes = false
        /// The blob that comes.
        var put: ObjectID?
        /// What happens below the name.
        var inside = EditFolder()
    }

    private(set) var places: [[UInt8]: Place] = [:]

    var isEmpty: Bool { places.isEmpty }

    /// Notes an edit; `blob` nil: the file goes. Later ones for the same path win.
    mutating func add(_ path: ArraySlice<[UInt8]>, blob: ObjectID?) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        if rest.isEmpty {
            places[name, default: Place()].removes = blob == nil
            places[name, default: Place()].put = blob
        } else {
            places[name, default: Place()].inside.add(rest, blob: blob)
        }
    }

    /// The path, from this folder, of some file that comes; nil when none does.
    var firstPut: [[UInt8]]? {
        for (name, place) in places {
            if place.put != nil { return [name] }
            if let below = place.inside.firstPut { return [name] + below }
        }
        return nil
    }

    /// Whether git can name a file so, and would check it out anywhere.
    static func isUsable(_ path: String) -> Bool {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= Limits.treeDepth && parts.allSatisfy { isName(Array($0)) }
    }

    /// The parts of a path; an error for one that git would not check out, or could not name.
    static func parts(of path: String) throws(GitError) -> [[UInt8]] {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Array($0) }
        guard parts.count <= Limits.treeDepth, parts.allSatisfy(isName) else {
            throw GitError(
                code: .invalidName, category: .tree, operation: "path",
                message: "\(path.debugDescription) cannot be the path of a file")
        }
        return parts
    }

    private static func isName(_ part: [UInt8]) -> Bool {
        if part.isEmpty || part.contains(0) { return false }
        // HFS+ drops some characters from names, NTFS knows the folder by its short name and
        // ends a name at a colon or at trailing dots and spaces: `git fsck` refuses what would
        // become `.git` there.
        let visible = String(decoding: part, as: UTF8.self).unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint
        }
        var name = String(String.UnicodeScalarView(visible)).lowercased()
        if name == "." || name == ".." { return false }
        if let colon = name.firstIndex(of: ":") { name = String(name[..<colon]) }
        while name.hasSuffix(".") || name.hasSuffix(" ") { name.removeLast() }
        return name != ".git" && name != "git~1"
    }
}
