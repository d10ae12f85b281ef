import Foundation

/// An HTTP answer that sends whoever asks to another address, read from git's trace.
///
/// Git would follow the first one of a call wherever it leads, and hand a stranger the credentials
/// and take the history of a stranger. It is kept from that, and what is followed is decided here.
struct Redirect: Equatable, Sendable {
    /// The address that was asked, as git was given it.
    let asked: String
    /// Where it leads, absolute; nil when it names no address.
    let target: URL?

    /// The redirect that `trace` ends with, nil when its last answer was none.
    init?(_ trace: [Substring], asked: String) {
        var isRedirect = false
        var location: String?
        for line in CurlTrace.received(trace) {
            if line.lowercased().hasPrefix("http/") {
                let status = line.split(separator: " ").dropFirst().first.map { $0.prefix(3) }
                isRedirect = ["301", "302", "303", "307", "308"].contains(status)
                location = nil
            } else if line.lowercased().hasPrefix("location:") {
                location = line.dropFirst("location:".count)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
        guard isRedirect else { return nil }
        self.asked = asked
        let question = (asked.hasSuffix("/") ? asked : asked + "/") + "info/refs"
        target = location.flatMap { place in
            URL(string: question).flatMap { URL(string: place, relativeTo: $0)?.absoluteURL }
        }
    }

    /// The repository's new address, with the user and password of the old one; nil when the
    /// redirect is not to be followed.
    ///
    /// It has to stay on the host and its port, and must not give up encryption; from `http` to
    /// `https` the port may become the other scheme's. It has to be about the first question of a
    /// call, for git asks what comes after that at the same address.
    var address: String? {
        guard let target, let old = URLComponents(string: asked),
            var new = URLComponents(url: target, resolvingAgainstBaseURL: true),
            let host = old.host, new.host?.lowercased() == host.lowercased(),
            let from = Self.scheme(old), let to = Self.scheme(new),
            to == from || (from.isPlain && !to.isPlain),
            Self.port(old, from) == Self.port(new, to)
        else { return nil }
        let (path, question) = (new.percentEncodedPath, new.percentEncodedQuery ?? "")
        let end = "/info/refs"
        guard path.hasSuffix(end),
            ["service=git-upload-pack", "service=git-receive-pack"].contains(question)
        else { return nil }
        new.percentEncodedPath = String(path.dropLast(end.count))
        new.query = nil
        new.fragment = nil
        new.percentEncodedUser = old.percentEncodedUser
        new.percentEncodedPassword = old.percentEncodedPassword
        return new.string
    }

    /// The words for one that is not followed. What it asks for is left out: it may be a secret.
    var refusal: TransportFailure {
        var shown = target.flatMap { URLComponents(url: $0, resolvingAgainstBaseURL: true) }
        shown?.query = nil
        shown?.fragment = nil
        shown?.user = nil
        shown?.password = nil
        let place = shown?.string ?? "an address that cannot be read"
        let message =
            "the remote redirects to \(place): only a repository on the same host is followed to, "
            + "never a stranger; if it has moved there, its new address has to be configured"
        return TransportFailure(
            reason: .authentication, message: FailureReport.message(message, url: asked))
    }

    private struct Scheme: Equatable {
        let isPlain: Bool
        var standardPort: Int { isPlain ? 80 : 443 }
    }

    private static func scheme(_ components: URLComponents) -> Scheme? {
        switch components.scheme?.lowercased() {
        case "http": Scheme(isPlain: true)
        case "https": Scheme(isPlain: false)
        default: nil
        }
    }

    /// The port that is not the scheme's own, nil for the one that is.
    private static func port(_ components: URLComponents, _ scheme: Scheme) -> Int? {
        components.port.flatMap { $0 == scheme.standardPort ? nil : $0 }
    }
}
