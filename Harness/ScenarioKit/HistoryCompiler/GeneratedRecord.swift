/// Record number `index` of a generated sheet. Held as numbers, so that a thousand commits over ten
/// thousand records stay small; the text is made when it is written.
struct GeneratedRecord: Sendable, Hashable {
    let index: Int
    /// Digits of the slug's number.
    let digits: Int
    var gen: Int

    private static let adjectives = [
        "civic", "patient", "curious", "bright", "steady", "careful", "local", "public",
    ]
    private static let nouns = [
        "hacker", "mapper", "writer", "designer", "gardener", "teacher", "analyst", "organizer",
    ]
    private static let places = [
        "library", "harbour", "market", "school", "station", "park", "bridge", "square",
    ]

    /// `p007`.
    var slug: String {
        let number = String(index)
        return "p" + String(repeating: "0", count: max(0, digits - number.count)) + number
    }

    /// The number of digits that keeps the slugs of `count` records sorted; at least 3.
    static func digits(for count: Int) -> Int { max(3, String(count - 1).count) }

    /// The record as canonical TOML, keys sorted as the server writes them.
    var bytes: [UInt8] {
        let bio = "\(Self.pick(Self.adjectives, index)) \(Self.pick(Self.nouns, index / 8))"
        let place = Self.pick(Self.places, index / 64)
        let text = """
            bio = "\(bio) of the \(place)"
            gen = \(gen)
            name = "Person \(index)"
            slug = "\(slug)"

            """
        return Array(text.utf8)
    }

    private static func pick(_ words: [String], _ number: Int) -> String {
        words[number % words.count]
    }
}
