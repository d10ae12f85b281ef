import JSONModel

extension EtcdClient {
    /// What etcd has under a prefix, and the revision at which it had it.
    package func entries(
        under prefix: String
    ) async throws(EtcdError) -> (entries: [EtcdEntry], revision: Int64) {
        let answer = try await call(
            "/v3/kv/range",
            ["key": .etcdBytes(prefix), "range_end": .etcdBytes(Self.end(of: prefix))])
        return (
            (answer["kvs"]?.items ?? []).compactMap(EtcdEntry.init),
            answer["header"]?["revision"].orZero ?? 0
        )
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
