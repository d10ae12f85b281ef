extension RecordMap {
    /// The merge of two maps grown from one, record by record and field by field; nil: a conflict.
    ///
    /// The rules are those of the design, written down once more and independent of the server's
    /// code: what one side left alone is taken from the other, equal changes are one change,
    /// different changes of one field conflict, and so do a change and a deletion.
    static func merged(base: RecordMap, ours: RecordMap, theirs: RecordMap) -> RecordMap? {
        var result = ours
        for name in Set(base.keys).union(theirs.keys) {
            let (old, left, right) = (base[name], ours[name], theirs[name])
            if left == right || old == right { continue }
            if old == left {
                result[name] = right
                continue
            }
            guard let old = old?.fields, let left = left?.fields, let right = right?.fields,
                let fields = merged(base: old, ours: left, theirs: right)
            else { return nil }
            result[name] = .fields(fields)
        }
        return result
    }

    private static func merged(
        base: [String: String], ours: [String: String], theirs: [String: String]
    ) -> [String: String]? {
        var result = ours
        for field in Set(base.keys).union(theirs.keys) {
            let (old, left, right) = (base[field], ours[field], theirs[field])
            if left == right || old == right { continue }
            guard old == left else { return nil }
            result[field] = right
        }
        return result
    }
}
