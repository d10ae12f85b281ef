import Foundation

/// Where alerts go: `CFP_ALERT_URL`. It may hold a secret, so it is never written anywhere whole.
struct AlertURL: Sendable {
    /// What is asked, without a user part.
    let url: String
    /// The user part, sent as basic authentication.
    let user: (name: String, password: String)?
    /// Scheme, host and port: what may be logged.
    let origin: String

    private static let name = "CFP_ALERT_URL"

    /// Nil: no alerts are sent. Throws when the value is no URL for that, or cannot be read.
    init?(_ settings: Settings) throws(StopReason) {
        guard let text = try settings.text(Self.name) else { return nil }
        guard text.allSatisfy({ $0.isASCII && !$0.isWhitespace }),
            var parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty,
            (1...65_535).contains(parts.port ?? 1)
        else {
            throw StopReason(
                .badConfiguration,
                "\(Self.name) is not a URL: write it like https://alerts.example.org/hook")
        }
        user = parts.user.map { ($0, parts.password ?? "") }
        parts.user = nil
        parts.password = nil
        parts.fragment = nil
        guard let url = parts.string else {
            throw StopReason(.badConfiguration, "\(Self.name) is not a URL")
        }
        self.url = url
        origin = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }
}
