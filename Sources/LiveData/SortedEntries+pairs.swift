extension SortedEntries {
    /// Walks both maps side by side, in the order of keys: each key that either has, with its
    /// values.
    func forEachKey(
        with other: SortedEntries, _ body: (_ key: String, Value?, Value?) -> Void
    ) {
        var before = makeIterator()
        var after = other.makeIterator()
        var left = before.next()
        var right = after.next()
        while let key = left?.key ?? right?.key {
            let order =
                if let left, let right { PathOrder.compare(left.key, right.key) } else {
                    left == nil ? 1 : -1
                }
            body(
                order <= 0 ? key : right?.key ?? key, order <= 0 ? left?.value : nil,
                order >= 0 ? right?.value : nil)
            if order <= 0 { left = before.next() }
            if order >= 0 { right = after.next() }
        }
    }
}
