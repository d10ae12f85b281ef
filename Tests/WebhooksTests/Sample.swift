import Foundation
import JSONModel
import Testing
import Webhooks

/// What a forge sends, after its documentation: the file `Samples/<name>.json` and its headers.
struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let scheme: SignatureScheme
    let headers: [(name: String, value: String)]
    let content: DeliveryContent

    var testDescription: String { name }

    var bytes: [UInt8] {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
            return Array(try Data(contentsOf: folder.appending(path: "Samples/\(name).json")))
        }
    }

    var body: JSON { get throws { try JSON.parse(try bytes) } }

    func read(_ body: JSON) -> DeliveryContent {
        DeliveryContent.read(scheme, DeliveryHeaders(headers), body)
    }
}
