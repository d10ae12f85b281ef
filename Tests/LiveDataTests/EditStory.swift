import TestSupport

/// Random edits of a small repository, the same ones for the same seed.
struct EditStory {
    static let words = ["water", "park", "street", "school", "budget", "council", "river"]

    private static let declarations: [TestFile] = [
        World.people,
        "[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n# another blob\n",
        "[gitsheet]\nroot = \"staff\"\npath = \"${{ slug }}\"\n",
        "[gitsheet]\nroot = \".\"\npath = \"people/${{ slug }}\"\n",
    ]

    private var random: SeededGenerator
    private let breaksThings: Bool
    private var present: Set<String> = []

    init(seed: UInt64, breaksThings: Bool) {
        random = SeededGenerator(seed: seed)
        self.breaksThings = breaksThings
    }

    /// The files of the next commit; the first one declares the sheets.
    mutating func nextEdits() -> [String: TestFile] {
        var files: [String: TestFile] = [:]
        if present.isEmpty {
            files[".gitsheets/people.toml"] = World.people
            files[".gitsheets/projects.toml"] = World.projects
            present.formUnion(files.keys)
        }
        for _ in 0..<(1 + random.int(below: 40)) { edit(&files) }
        for (path, file) in files {
            if case .removed = file { present.remove(path) } else { present.insert(path) }
        }
        return files
    }

    private mutating func edit(_ files: inout [String: TestFile]) {
        let slug = "p\(random.int(below: 60))"
        switch random.int(below: 20) {
        case 0: files[".gitsheets/people.toml"] = random.element(of: Self.declarations)
        case 1: files[".gitsheets/extra\(random.int(below: 2)).toml"] = World.people
        case 2: remove(".gitsheets/extra\(random.int(below: 2)).toml", &files)
        case 3: files["people/\(slug)/photo.jpg"] = .text("jpeg \(random.int(below: 9))")
        case 4: remove("people/\(slug)/photo.jpg", &files)
        case 5, 6: remove("people/\(slug).toml", &files)
        case 7: rename(slug, &files)
        case 8: files["staff/\(slug).toml"] = person(slug)
        case 9:
            files["projects/o/\(slug).toml"] = .text(
                "owner = \"o\"\nslug = \"\(slug)\"\nabout = \"\(sentence())\"\n")
        case 10: if breaksThings { files["people/\(slug).toml"] = "broken = = 1\n" }
        case 11: if breaksThings { files["people/\(slug).toml"] = .symlink(target: "p1.toml") }
        case 12: if breaksThings { files[".gitsheets/extra0.toml"] = "= broken" }
        default: files["people/\(slug).toml"] = person(slug)
        }
    }

    private mutating func remove(_ path: String, _ files: inout [String: TestFile]) {
        if present.contains(path) { files[path] = .removed } else { files[path] = nil }
    }

    private mutating func rename(_ slug: String, _ files: inout [String: TestFile]) {
        remove("people/\(slug).toml", &files)
        files["people/p\(60 + random.int(below: 9)).toml"] = nil
        let other = "p\(random.int(below: 60))"
        files["people/\(other).toml"] = person(other)
    }

    private mutating func person(_ slug: String) -> TestFile {
        .person(slug, sentence(), more: "age = \(random.int(below: 90))\n")
    }

    private mutating func sentence() -> String {
        (0..<3).map { _ in random.element(of: Self.words) }.joined(separator: " ")
    }
}
