import Foundation
import FuzzKit
import JSONModel

/// What holds for each body that is read as JSON, or refused.
enum JSONRules {
    /// The value, which Foundation reads in the same way, and which is the same when it was written
    /// and read again; nil when it is refused.
    static func checked(_ bytes: [UInt8]) -> JSON? {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            claim(!error.message.isEmpty, "a body is refused without a reason")
            return nil
        }
        claim(!bytes.starts(with: [0xEF, 0xBB, 0xBF]), "a byte order mark was read over")
        let written = json.bytes
        guard let again = try? JSON.parse(written) else {
            finding("what was written cannot be read: \(written.shown)")
        }
        claim(again.bytes == written && again == json, "written twice: \(again.bytes.shown)")
        checkTwin(of: json, bytes)
        return json
    }

    private static func checkTwin(of json: JSON, _ bytes: [UInt8]) {
        // Who reads a key given twice, or a number that no float holds, reads what it likes; and
        // Foundation takes a byte order mark from the beginning of every text.
        guard !isDoubtful(json) else { return }
        let read = try? JSONSerialization.jsonObject(
            with: Data(bytes), options: .fragmentsAllowed)
        guard let read else { finding("Foundation refuses what was read: \(bytes.shown)") }
        claim(isSame(json, read), "Foundation reads something else: \(bytes.shown)")
    }

    private static func isDoubtful(_ json: JSON) -> Bool {
        switch json {
        case .wideInteger: true
        case .number(let number): !number.isNormal
        case .string(let text): isMarked(text)
        case .array(let items): items.contains(where: isDoubtful)
        case .object(let members):
            Set(members.map(\.key)).count < members.count
                || members.contains { isMarked($0.key) || isDoubtful($0.value) }
        default: false
        }
    }

    private static func isMarked(_ text: String) -> Bool {
        text.unicodeScalars.first == "\u{FEFF}"
    }

    private static func isSame(_ json: JSON, _ twin: Any) -> Bool {
        switch json {
        case .null: twin is NSNull
        case .bool(let flag): (twin as? NSNumber)?.boolValue == flag
        case .integer(let number): (twin as? NSNumber)?.int64Value == number
        case .wideInteger: twin is NSNumber
        case .number(let number): (twin as? NSNumber)?.doubleValue == number
        case .string(let text): (twin as? String)?.utf8.elementsEqual(text.utf8) == true
        case .array(let items):
            (twin as? [Any]).map { others in
                others.count == items.count && zip(items, others).allSatisfy { isSame($0, $1) }
            } ?? false
        case .object(let members):
            (twin as? [String: Any]).map { others in
                others.count == members.count
                    && members.allSatisfy { member in
                        others[member.key].map { isSame(member.value, $0) } ?? false
                    }
            } ?? false
        }
    }
}
