/// Where a damaged object stands in a recorded history.
struct DamagePlace {
    let kind: DamagedObject.Kind
    let commit: CommitName
    /// Nil is the commit itself, no text its tree.
    var path: String?
    let isTree: Bool

    /// The step that damages the object again.
    var step: String {
        let object = commit.text + (path.map { ":\($0)" } ?? "")
        return "plant: {in: local, \(kind.rawValue): \(JSONText.quote(object))}"
    }

    /// What is needed to find others goes last: a commit after its trees, a tree after its files.
    var order: Int {
        guard let path else { return .max }
        return isTree ? .max - 1 - path.split(separator: "/").count : 0
    }
}
