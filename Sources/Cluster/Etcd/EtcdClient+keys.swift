import JSONModel

extension EtcdClient {
    /// What etcd has under a prefix, by key, and the revision at which it had it; asked for in
    /// pages, for an answer has a bound.
    package func entries(
        under prefix: String, page: Int64 = 500
    ) async throws(EtcdError) -> (entries: [EtcdEntry], revision: Int64) {
        var (start, revision) = (prefix, Int64(0))
        var entries: [EtcdEntry] = []
        while true {
            let answer = try await call(
                "/v3/kv/range",
                [
                    "key": .etcdBytes(start), "range_end": .etcdBytes(Self.end(of: prefix)),
                    "limit": .etcdNumber(page), "revision": .etcdNumber(revision),
                ])
            let items = answer["kvs"]?.items ?? []
            entries += items.compactMap(EtcdEntry.init)
            if revision == 0 { revision = answer["header"]?["revision"].orZero ?? 0 }
            guard answer["more"] == .bool(true) else { return (entries, revision) }
            guard let last = items.last?["key"]?.etcdText else {
                throw .malformed("a page without an end")
            }
            start = last + "\0"
        }
    }

    package func entry(_ key: String) async throws(EtcdError) -> EtcdEntry? {
        let answer = try await call("/v3/kv/range", ["key": .etcdBytes(key)])
        return (answer["kvs"]?.items ?? []).first.flatMap(EtcdEntry.init)
    }

    /// Carries out `changes` if all of `conditions` hold, in one step; false: one did not.
    package func change(
        _ changes: [EtcdChange], if conditions: [EtcdCondition]
    ) async throws(EtcdError) -> Bool {
        let answer = try await call(
            "/v3/kv/txn",
            [
                "compare": .array(conditions.map(\.json)),
                "success": .array(changes.map(\.json)),
            ])
        return answer["succeeded"] == .bool(true)
    }

    /// The first key after all that begin with `prefix`, whose last byte is an ASCII one.
    static func end(of prefix: String) -> String {
        var scalars = Array(prefix.unicodeScalars)
        guard let last = scalars.popLast(), last.value < 0x7f,
            let next = Unicode.Scalar(last.value + 1)
        else { return "\0" }
        scalars.append(next)
        return String(String.UnicodeScalarView(scalars))
    }
}

/// One step of a transaction.
package enum EtcdChange: Sendable {
    case put(key: String, value: String, lease: Int64 = 0)
    case delete(key: String)
    /// All keys from the first to the one before the second.
    case deleteRange(from: String, to: String)

    var json: JSON {
        switch self {
        case .put(let key, let value, let lease):
            .object([
                "request_put": .object([
                    "key": .etcdBytes(key), "value": .etcdBytes(value), "lease": .etcdNumber(lease),
                ])
            ])
        case .delete(let key):
            .object(["request_delete_range": .object(["key": .etcdBytes(key)])])
        case .deleteRange(let start, let end):
            .object([
                "request_delete_range": .object([
                    "key": .etcdBytes(start), "range_end": .etcdBytes(end),
                ])
            ])
        }
    }
}

/// What must be so for a transaction to be carried out.
package enum EtcdCondition: Sendable {
    /// 0: there is no such key.
    case created(key: String, at: Int64)
    case modified(key: String, at: Int64)

    var json: JSON {
        switch self {
        case .created(let key, let revision):
            .object([
                "key": .etcdBytes(key), "target": "CREATE",
                "create_revision": .etcdNumber(revision),
            ])
        case .modified(let key, let revision):
            .object([
                "key": .etcdBytes(key), "target": "MOD", "mod_revision": .etcdNumber(revision),
            ])
        }
    }
}
