import HTTPTypes
import Hummingbird
import JSONModel
import Testing

@testable import HTTPAPI

@Suite("The description of the API") struct APIDescriptionTests {
    /// The endpoint's path as it is described; nil: it is not public. Without a default, so that
    /// no endpoint is forgotten.
    private static func path(of route: Route) -> String? {
        switch route {
        case .page: "/"
        // The page's own files.
        case .pageAsset: nil
        case .live: "/api/health/live"
        case .ready: "/api/health/ready"
        case .metrics: "/metrics"
        case .sheets: "/api/sheets"
        case .sheet: "/api/sheets/{sheet}"
        case .record: "/api/sheets/{sheet}/{path}"
        case .search: "/api/search"
        case .events: "/api/events"
        case .apiDescription: "/api/openapi.json"
        case .attachment: "/api/attachments/{sheet}/{path}/{name}"
        case .transactions: "/api/transactions"
        // Receivers are for senders with a secret, and described where those are configured.
        case .gitops, .deploy: nil
        case .jobs, .reload, .reconcile, .status, .wholePage: nil
        }
    }

    private static let routes: [Route] = [
        .live, .ready, .metrics, .sheets, .sheet("s"), .record(sheet: "s", path: "p"), .search,
        .events, .apiDescription, .attachment(sheet: "s", path: "p", name: "n"), .transactions,
        .gitops, .deploy, .jobs, .reload, .reconcile, .status, .page, .pageAsset("style.css"),
        .wholePage,
    ]

    private static func members(_ json: JSON?) -> [JSON.Member] {
        guard case .object(let members)? = json else { return [] }
        return members
    }

    private static let document = APIDescription.document

    @Test func hasEveryPublicEndpointAndNoOther() throws {
        let paths = Self.members(Self.document["paths"]).map(\.key)
        #expect(Set(paths) == Set(Self.routes.compactMap(Self.path)))
        #expect(Set(paths).count == paths.count)
        for path in paths {
            let filled = path.replacing("{sheet}", with: "s").replacing("{path}", with: "p")
                .replacing("{name}", with: "n")
            let route = try #require(Route(try RequestTarget(filled).segments), "\(path)")
            #expect(Self.path(of: route) == path)
            #expect(!route.isInternal)
        }
        #expect(!String(decoding: Self.document.bytes, as: UTF8.self).contains("_internal"))
    }

    @Test(arguments: routes)
    func hasTheMethodsOfEachEndpoint(route: Route) throws {
        guard let path = Self.path(of: route) else { return }
        let described = Self.members(Self.document["paths"]?[path]).map { $0.key.uppercased() }
        // HEAD follows from GET and is told once, in the description of all.
        let known = route.methods.filter { $0 != .head }.map(\.rawValue)
        #expect(described.sorted() == known.sorted())
    }

    @Test func namesEveryPartOfAPathAsAParameter() throws {
        for operation in APIDescription.operations {
            let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().dropLast()) }
            #expect(operation.parameters.prefix(inPath.count) == inPath[...], "\(operation.id)")
            #expect(operation.failures.allSatisfy { DescribedOperation.errors[$0] != nil })
        }
        let ids = APIDescription.operations.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func everyReferenceLeadsSomewhereAndNoComponentIsLeftOver() throws {
        var references: Set<String> = []
        func collect(_ json: JSON) {
            switch json {
            case .object(let members):
                for member in members {
                    if member.key == "$ref", let text = member.value.text {
                        references.insert(text)
                    }
                    collect(member.value)
                }
            case .array(let items): items.forEach(collect)
            default: break
            }
        }
        collect(Self.document)
        var components: Set<String> = []
        for kind in Self.members(Self.document["components"]) where kind.key != "securitySchemes" {
            for part in Self.members(kind.value) {
                components.insert("#/components/\(kind.key)/\(part.key)")
            }
        }
        #expect(references.subtracting(components).isEmpty)
        // The data of an event is told in words: the stream's own schema is text.
        #expect(components.subtracting(references) == ["#/components/schemas/Event"])
    }

    @Test func isWhatItsBytesSay() throws {
        let bytes = Self.document.bytes
        #expect(try JSON.parse(bytes) == Self.document)
        #expect(Self.document["openapi"] == "3.1.0")
        #expect(APIDescription.respond().headers[.contentLength] == "\(bytes.count)")
    }
}
