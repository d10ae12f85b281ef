import JSONModel

/// Every text in a body.
struct Said {
    private var texts: Set<[UInt8]> = []

    init(_ json: JSON) { collect(json) }

    private mutating func collect(_ json: JSON) {
        switch json {
        case .string(let text): texts.insert(Array(text.utf8))
        case .array(let items): for item in items { collect(item) }
        case .object(let members): for member in members { collect(member.value) }
        default: break
        }
    }

    func holds(_ text: String) -> Bool { texts.contains(Array(text.utf8)) }

    func holdsIgnoringCase(_ lowercase: String) -> Bool {
        texts.contains { text in
            text.count == lowercase.utf8.count
                && String(decoding: text, as: UTF8.self).lowercased() == lowercase
        }
    }
}
