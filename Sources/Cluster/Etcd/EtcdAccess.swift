package import NIOSSL

/// Where etcd is and how it is entered: `CFP_CLUSTER` and `CFP_CLUSTER_*`.
package struct EtcdAccess: Sendable {
    /// `scheme://host:port` each.
    package var endpoints: [String]
    /// Of an etcd with authentication.
    package var user: User?
    /// Nil: what the system trusts.
    package var tls: TLSConfiguration?

    package struct User: Sendable {
        package let name: String
        package let password: String

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    package init(endpoints: [String], user: User? = nil, tls: TLSConfiguration? = nil) {
        self.endpoints = endpoints
        self.user = user
        self.tls = tls
    }
}
