import FuzzKit
import JSONModel

@testable import Sheets

/// What holds for each body that is put as a record.
enum BodyRules {
    /// It is refused with a reason, or stored and served as it was sent.
    static func check(_ bytes: [UInt8]) {
        guard let body = try? JSON.parse(bytes) else { return }
        let sheet = SampleSheet.plain
        let fields: TOMLTable
        do throws(RecordRefusal) {
            fields = try sheet.fields(putting: body, over: nil, at: nil)
        } catch {
            claim(!error.problems.isEmpty, "a body is refused without a reason: \(bytes.shown)")
            return
        }
        do {
            let written = try sheet.bytes(of: fields)
            let read = try sheet.fields(of: written)
            claim(read == fields, "stored it says something else: \(written.shown)")
            let served = try JSON.parse(fields.json)
            claim(
                served.bytes == plain(body).bytes,
                "sent as \(bytes.shown), served as \(fields.json.shown)")
        } catch {
            finding("a body that was taken cannot be stored: \(error): \(bytes.shown)")
        }
    }

    /// Without nulls, keys in the order of their bytes.
    private static func plain(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): .array(items.map(plain))
        case .object(let members):
            .object(
                members.filter { $0.value != .null }
                    .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { JSON.Member($0.key, plain($0.value)) })
        default: json
        }
    }
}
