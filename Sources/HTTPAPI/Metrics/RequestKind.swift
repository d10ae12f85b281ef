import HTTPTypes

/// What a request is counted as: few kinds, whatever is asked for.
enum RequestKind: Int, CaseIterable, Sendable {
    /// One record, by its path.
    case record
    /// A page of a sheet.
    case sheet
    case sheets
    case search
    case attachment
    /// A follower of the events that was let in or not; how long it stays is not counted.
    case events
    case write
    case webhook
    case reload
    case reconcile
    /// The other endpoints for operators.
    case `internal`
    /// Health, metrics, and what describes this server.
    case health
    /// No endpoint of ours, or a target that cannot be read.
    case none

    var word: String { "\(self)" }

    /// Whether it only shows what is served.
    var isRead: Bool {
        switch self {
        case .record, .sheet, .sheets, .search, .attachment, .events, .health: true
        default: false
        }
    }

    init(_ route: Route, _ method: HTTPRequest.Method) {
        let isRead = method == .get || method == .head
        switch route {
        case .record, .sheet, .attachment, .transactions:
            switch route {
            case _ where !isRead: self = .write
            case .record: self = .record
            case .sheet: self = .sheet
            default: self = .attachment
            }
        case .sheets: self = .sheets
        case .search: self = .search
        case .events: self = .events
        case .gitops, .deploy: self = .webhook
        case .reload: self = .reload
        case .reconcile: self = .reconcile
        case .jobs, .status, .wholePage: self = .internal
        default: self = .health
        }
    }
}
