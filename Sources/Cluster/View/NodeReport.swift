package import JSONModel

/// What a node tells the others of itself.
package struct NodeReport: Equatable, Sendable {
    package var name: String
    /// Where other nodes reach its public endpoints.
    package var url: String
    /// The commit it serves; nil: none yet.
    package var commit: String?
    package var generation: Int64
    /// What it serves, by remote and branch: all nodes of one cluster serve the same.
    package var site: String

    package init(
        name: String, url: String, commit: String?, generation: Int64, site: String
    ) {
        self.name = name
        self.url = url
        self.commit = commit
        self.generation = generation
        self.site = site
    }

    package var json: JSON {
        .object([
            "name": .string(name), "url": .string(url), "commit": .optional(commit),
            "generation": .integer(generation), "site": .string(site),
        ])
    }

    /// Nil: it is not a report.
    package init?(_ text: String) {
        guard let json = try? JSON.parse(Array(text.utf8)), let name = json["name"]?.text,
            let url = json["url"]?.text, let site = json["site"]?.text
        else { return nil }
        self.init(
            name: name, url: url, commit: json["commit"]?.text,
            generation: json["generation"].orZero, site: site)
    }
}
