import NIOSSL

/// Where etcd is and how it is entered: `CFP_CLUSTER` and `CFP_CLUSTER_*`.
package struct EtcdAccess: Sendable {
    /// `scheme://host:port` each.
    let endpoints: [String]
    /// Of an etcd with authentication.
    let user: User?
    /// Nil: what the system trusts.
    let tls: TLSConfiguration?

    package struct User: Sendable {
        let name: String
        let password: String

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// Files in PEM.
    package struct TLSFiles: Sendable {
        /// Who signed etcd's certificate.
        let authority: String?
        /// This node's own, and its key.
        let certificate: String?
        let key: String?

        package init(authority: String?, certificate: String?, key: String?) {
            self.authority = authority
            self.certificate = certificate
            self.key = key
        }
    }

    package init(endpoints: [String], user: User? = nil) {
        self.endpoints = endpoints
        self.user = user
        tls = nil
    }

    /// Throws `malformed` for a file that cannot be read or is not PEM.
    package init(endpoints: [String], user: User?, tls files: TLSFiles?) throws(EtcdError) {
        self.endpoints = endpoints
        self.user = user
        tls = try files.map { files throws(EtcdError) in try files.configuration }
    }
}

extension EtcdAccess.TLSFiles {
    fileprivate var configuration: TLSConfiguration {
        get throws(EtcdError) {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                if let authority {
                    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
                }
                if let certificate, let key {
                    tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map {
                        .certificate($0)
                    }
                    tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
                }
            } catch {
                throw .malformed("one cannot be read: \(error)")
            }
            return tls
        }
    }
}
