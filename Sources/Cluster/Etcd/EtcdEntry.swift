import JSONModel

/// A key with its value and its history.
package struct EtcdEntry: Equatable, Sendable {
    package let key: String
    package let value: String
    /// The revision that made the key; another one after it was deleted and made again.
    package let created: Int64
    package let modified: Int64
    /// 0: it has no lease.
    package let lease: Int64

    /// Nil for a key or a value that is not UTF-8: nobody here writes one.
    init?(_ json: JSON) {
        guard let key = json["key"]?.etcdText else { return nil }
        guard let value = json["value"].map({ $0.etcdText }) ?? "" else { return nil }
        self.key = key
        self.value = value
        created = json["create_revision"].orZero
        modified = json["mod_revision"].orZero
        lease = json["lease"].orZero
    }
}
