import Foundation
import JSONModel
import Synchronization

/// The file in a served folder that says where its server listens, so that `livetree reconcile`
/// beside it can ask. It holds no secret.
final class ServerNote: Sendable {
    private struct Parts {
        var url: String?
        var folder: String?
    }

    private let parts = Mutex(Parts())

    /// The server listens; `host` is the address it was told.
    func listening(host: String, port: Int) {
        let isAny = ["0.0.0.0", "::", "[::]", ""].contains(host)
        let name = isAny ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        update { $0.url = "http://\(name):\(port)" }
    }

    /// The repository in `folder` is open.
    func opened(folder: String) { update { $0.folder = folder } }

    /// The server stops.
    func remove() {
        parts.withLock { parts in
            if let folder = parts.folder { unlink(Self.path(in: folder)) }
            parts.folder = nil
        }
    }

    /// Where the server of `folder` listens, as far as it has said so.
    static func url(in folder: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path(in: folder)),
            data.count <= 4_096, let json = try? JSON.parse([UInt8](data)),
            case .string(let url) = json["url"]
        else { return nil }
        return url
    }

    private func update(_ change: (inout Parts) -> Void) {
        parts.withLock { parts in
            change(&parts)
            guard let url = parts.url, let folder = parts.folder else { return }
            let json = JSON.object(["url": .string(url), "pid": .count(Int64(getpid()))])
            // Only a convenience: a folder that cannot be written to has louder complaints.
            try? Data(json.bytes).write(
                to: URL(fileURLWithPath: Self.path(in: folder)), options: .atomic)
        }
    }

    private static func path(in folder: String) -> String { folder + "/livetree/server.json" }
}
