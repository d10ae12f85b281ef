/// Records in the shapes of a civic-data repository: people, projects, updates of projects.
///
/// Everything follows from the seed and the numbers given.
struct Corpus: Sendable {
    /// Where the files of a sheet are.
    enum Layout: String, Sendable {
        /// Folders of at most a thousand records.
        case folders
        /// All records of a sheet in one folder.
        case flat
    }

    /// One file of the repository.
    struct File {
        let path: String
        let text: String
    }

    /// Which sheets it has.
    enum Content: String, Sendable {
        /// People, projects and updates.
        case mixed
        /// People only, so that one folder can hold them all.
        case people
    }

    let records: Int
    let layout: Layout
    let seed: UInt64
    var content = Content.mixed

    /// Tells it from all others.
    var name: String {
        "\(content.rawValue)-\(layout.rawValue)-\(records)-\(seed)-v\(Self.version)"
    }

    var sheets: [String] {
        content == .people ? ["people"] : ["people", "projects", "updates"]
    }

    /// Counts up when other records come of the same seed: corpora are kept.
    private static let version = 1
    private static let folderSize = 1_000
    private static let words = """
        water park street school budget council garden bridge river transit housing library safety \
        health data open civic vote meeting permit market energy solar tree winter summer volunteer \
        report plan grant review map route station center north south east west river community
        """.split(separator: " ").map(String.init)

    /// The declarations of the three sheets.
    var declarations: [File] {
        let group = layout == .flat ? "" : "${{ group }}/"
        return sheets.map { sheet in
            File(
                path: ".gitsheets/\(sheet).toml",
                text: """
                    [gitsheet]
                    root = "\(sheet)"
                    path = "\(group)${{ slug }}"

                    """)
        }
    }

    /// Record number `number`, in its state `version`.
    func record(_ number: Int, version: Int = 0) -> File {
        let sheet = sheet(of: number)
        let group = group(of: number)
        let slug = "\(Self.one(of: sheet))-\(number)"
        var random = SeededGenerator(
            seed: seed &+ UInt64(number) &* 0x1_0001 &+ UInt64(version) &* 0x9_0000_0001)
        let folder = layout == .flat ? sheet : "\(sheet)/\(group)"
        return File(
            path: "\(folder)/\(slug).toml",
            text: text(
                of: sheet, slug: slug, group: group, number: number, random: &random))
    }

    /// Where record number `number` is served, below `/api/sheets/`.
    func target(_ number: Int) -> String {
        let sheet = sheet(of: number)
        let slug = "\(Self.one(of: sheet))-\(number)"
        return layout == .flat ? "\(sheet)/\(slug)" : "\(sheet)/\(group(of: number))/\(slug)"
    }

    /// The folder of record number `number` within its sheet's; it is a field of the record.
    func group(of number: Int) -> String {
        "g\(number / (content == .people ? Self.folderSize : Self.folderSize * 2))"
    }

    private static func one(of sheet: String) -> String {
        sheet == "people" ? "person" : String(sheet.dropLast())
    }

    private func sheet(of number: Int) -> String {
        let mixed = ["people", "people", "people", "projects", "projects", "updates"]
        return content == .people ? "people" : mixed[number % 6]
    }

    private func text(
        of sheet: String, slug: String, group: String, number: Int,
        random: inout SeededGenerator
    ) -> String {
        let title = sentence(of: 4, &random)
        let body = sentence(of: 20 + random.int(below: 20), &random)
        let head = "group = \"\(group)\"\nlegacyId = \(number)\n"
        switch sheet {
        case "people":
            return head + """
                fullName = "\(title)"
                bio = "\(body)"
                createdAt = 2020-01-\(10 + random.int(below: 19))T12:00:00Z
                slug = "\(slug)"

                """
        case "projects":
            return head + """
                featured = \(random.int(below: 10) == 0)
                overview = "\(body)"
                slug = "\(slug)"
                stage = "\(Self.words[random.int(below: 5)])"
                title = "\(title)"

                [links]
                home = "https://example.org/\(slug)"

                """
        default:
            return head + """
                author = "person-\(random.int(below: max(1, records)))"
                body = "\(body)"
                number = \(random.int(below: 500))
                slug = "\(slug)"

                """
        }
    }

    /// A number as a word without digits: a digit at its end would end a search box's prefix.
    private static func letters(of number: Int) -> String {
        String(decoding: String(number).utf8.map { $0 + 49 }, as: UTF8.self)
    }

    /// Words that most texts have, words that one in 400 has, words that few have.
    private func sentence(of count: Int, _ random: inout SeededGenerator) -> String {
        (0..<count).map { _ in
            switch random.int(below: 40) {
            case 0: "topic\(Self.letters(of: random.int(below: 300)))"
            case 1...10: "word\(random.int(below: 20_000))"
            default: Self.words[random.int(below: Self.words.count)]
            }
        }.joined(separator: " ")
    }
}
