import HTTPTypes

/// Every endpoint, by the shape of its path (CONTRACT §3, §4).
enum Route: Equatable {
    case page
    /// A file that the page is shown with.
    case pageAsset(String)
    case wholePage
    case live
    case ready
    case metrics
    case sheets
    case sheet(String)
    case record(sheet: String, path: String)
    case search
    case events
    case apiDescription
    case attachment(sheet: String, path: String, name: String)
    case transactions
    case gitops
    case deploy
    case jobs
    case reload
    case reconcile
    case status

    /// The endpoint a path means; nil when there is none. `segments` are percent-decoded.
    init?(_ segments: [String]) {
        switch (segments.first, segments.count) {
        case ("", 1): self = .page
        case ("page", 2): self = .pageAsset(segments[1])
        case ("metrics", 1): self = .metrics
        case ("webhook", 2) where segments == ["webhook", "deploy"]: self = .deploy
        case ("api", 2...): self.init(api: Array(segments.dropFirst()))
        default: return nil
        }
    }

    private init?(api segments: [String]) {
        switch segments[0] {
        case "health" where segments == ["health", "live"]: self = .live
        case "health" where segments == ["health", "ready"]: self = .ready
        case "sheets" where segments.count == 1: self = .sheets
        case "sheets" where segments.count == 2: self = .sheet(segments[1])
        case "sheets":
            self = .record(sheet: segments[1], path: segments[2...].joined(separator: "/"))
        case "search" where segments.count == 1: self = .search
        case "events" where segments.count == 1: self = .events
        case "openapi.json" where segments.count == 1: self = .apiDescription
        case "attachments" where segments.count >= 4:
            self = .attachment(
                sheet: segments[1], path: segments[2..<segments.count - 1].joined(separator: "/"),
                name: segments[segments.count - 1])
        case "transactions" where segments.count == 1: self = .transactions
        case "webhook" where segments == ["webhook", "gitops"]: self = .gitops
        case "_internal" where segments == ["_internal", "jobs"]: self = .jobs
        case "_internal" where segments == ["_internal", "reload-data"]: self = .reload
        case "_internal" where segments == ["_internal", "reconcile"]: self = .reconcile
        case "_internal" where segments == ["_internal", "status"]: self = .status
        case "_internal" where segments == ["_internal", "page"]: self = .wholePage
        default: return nil
        }
    }

    /// The methods the endpoint knows; `HEAD` goes wherever `GET` does and comes to an end.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .reload, .reconcile, .transactions, .gitops, .deploy: [.post]
        case .events: [.get]
        case .jobs: [.get, .head, .post]
        case .sheet: [.get, .head, .post, .put]
        case .record: [.get, .head, .put, .patch, .delete]
        case .attachment: [.get, .head, .put, .delete]
        default: [.get, .head]
        }
    }

    /// Not part of the public description; needs the reload secret.
    var isInternal: Bool {
        self == .reload || self == .reconcile || self == .status || self == .jobs
            || self == .wholePage
    }

    /// What moves to the internal port where there is one.
    var isForOperators: Bool { isInternal || self == .metrics }
}
