/// A named condition: it starts, has effect, and is healed.
package struct Fault: Sendable, Hashable {
    /// Cuts a connection in the middle.
    package struct Cut: Sendable, Hashable {
        /// The git service whose connections are meant.
        package enum Service: String, Sendable, Hashable, CaseIterable {
            case uploadPack = "upload-pack"
            case receivePack = "receive-pack"
            case any
        }
        /// Seen from the server under test.
        package enum Direction: String, Sendable, Hashable, CaseIterable {
            case down, up
        }
        /// What happens to the connection.
        package enum How: String, Sendable, Hashable, CaseIterable {
            case close, reset, hang
        }
        /// `any` by default.
        package var service: Service = .any
        /// `down` by default.
        package var direction: Direction = .down
        /// Bytes that still pass.
        package let after: ByteSize
        /// `close` by default.
        package var how: How = .close
    }

    /// What is refused.
    package enum Refusal: String, Sendable, Hashable, CaseIterable {
        case connect
        case uploadPack = "upload-pack"
        case receivePack = "receive-pack"
    }

    /// Answers in the remote's place.
    package struct Response: Sendable, Hashable {
        /// The HTTP status.
        package let status: Int
        /// The `Retry-After` header.
        package var retryAfter: String?
        /// Where the repository is said to have moved: the `Location` header, to which what the
        /// request names behind the repository is added. `${NAME}` is host, port and path of the
        /// remote NAME.
        package var location: String?
        /// The body.
        package var body: String?
        /// For how many requests; nil is until healed.
        package var times: Int?
    }

    /// What is wrong with the disk.
    package struct Disk: Sendable, Hashable {
        /// Room that is left.
        package var free: ByteSize?
        /// Whether nothing can be written.
        package var readOnly = false
    }

    /// A system call that fails.
    package struct SystemCall: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// The `errno` name.
        package let error: String
        /// Which call fails; nil is every one.
        package var nth: Int?
    }

    /// Whom a server is cut off from: what either sends is held back, as by a broken network.
    package enum Link: String, Sendable, Hashable, CaseIterable {
        case remote, etcd
    }

    /// What a failpoint does.
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case kill, pause, `throw`, delay
    }

    /// The name it is healed by.
    package let id: String
    /// The actor it happens to.
    package let actor: String
    package var cut: Cut?
    package var refuse: Refusal?
    package var respond: Response?
    /// Added to each answer.
    package var latency: Duration?
    /// Random addition to the latency.
    package var jitter: Duration?
    /// Bytes a second.
    package var bandwidth: ByteSize?
    /// pre-receive prints this and exits 1.
    package var decline: String?
    package var disk: Disk?
    package var syscall: SystemCall?
    /// Whom a server does not reach.
    package var isolate: Link?
    /// A named point of the server.
    package var point: String?
    /// What happens at `point`.
    package var `do`: Action?
    /// How long a pause or delay takes.
    package var `for`: Duration?
    /// How often it happens, 0…1; 1 by default.
    package var probability = 1.0
}
