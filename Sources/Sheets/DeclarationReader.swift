/// Checks a declaration key by key, with the rules and defaults of the reference implementation.
struct DeclarationReader: ~Copyable {
    private let name: String
    private let tape: TOMLTape
    private let sheet: TOMLTable

    private init(name: String, tape: consuming TOMLTape, sheet: TOMLTable) {
        self.name = name
        self.tape = tape
        self.sheet = sheet
    }

    /// Reads the declaration of the sheet `name`.
    static func declaration(
        name: String, bytes: UnsafeRawBufferPointer
    ) throws(TOMLError) -> SheetDeclaration {
        let tape = try TOMLReader.tape(of: bytes)
        let document = tape.read { TOMLReader.value(of: $0) }
        guard case .table(let sheet)? = document.value(at: ["gitsheet"]) else {
            throw TOMLError(line: nil, column: nil, message: "there is no table [gitsheet]")
        }
        return try DeclarationReader(name: name, tape: tape, sheet: sheet).declaration()
    }

    private borrowing func declaration() throws(TOMLError) -> SheetDeclaration {
        let template = try template()
        let format = try format()
        let sorts = try sorts()
        if let body = format.bodyField {
            for field in template.fields where field.keyBytes[0].elementsEqual(body.utf8) {
                throw refusal(
                    ["format", "body"], "`\(body)` is a field of the path, it cannot be the text")
            }
        }
        return SheetDeclaration(
            name: name, root: try root(), template: template, format: format, sorts: sorts,
            schema: try schema(),
            readOnlyReasons: Self.readOnlyReasons(
                template: template, format: format, sorts: sorts))
    }

    private borrowing func template() throws(TOMLError) -> PathTemplate {
        guard case .string(let source)? = sheet["path"], !source.isEmpty else {
            throw refusal(["path"], "gitsheet.path must be a text that is not empty")
        }
        do throws(PathTemplateError) {
            return try PathTemplate.parse(source)
        } catch {
            throw refusal(["path"], error.reason)
        }
    }

    private borrowing func root() throws(TOMLError) -> String {
        guard let value = sheet["root"] else { return "" }
        guard case .string(let text) = value else {
            throw refusal(["root"], "gitsheet.root must be a text")
        }
        let slash = UInt8(ascii: "/")
        guard text.utf8.first != slash else {
            throw refusal(["root"], "gitsheet.root must be relative to the root of the tree")
        }
        var names: [Substring] = []
        for name in text.utf8.split(separator: slash) where !name.elementsEqual(".".utf8) {
            let isWayOut = name.elementsEqual("..".utf8)
            if isWayOut || PathName.isGitFolder(name) || name.contains(0) {
                throw refusal(["root"], "gitsheet.root must not hold \"\(Substring(name))\"")
            }
            names.append(Substring(name))
        }
        return names.joined(separator: "/")
    }

    private borrowing func format() throws(TOMLError) -> RecordFormat {
        var table = TOMLTable()
        switch sheet["format"] {
        case nil: break
        case .table(let declared)?: table = declared
        default: throw refusal(["format"], "gitsheet.format must be a table")
        }
        var kind = RecordFormat.Kind.toml
        if case .string(let type)? = table["type"] {
            guard let known = RecordFormat.Kind(rawValue: type) else {
                throw refusal(
                    ["format", "type"], "\"\(type)\" is no format; there are toml, markdown, mdx")
            }
            kind = known
        }
        let body = table["body"]?.string
        if kind == .toml, body != nil {
            throw refusal(["format", "body"], "gitsheet.format.body is for markdown and mdx only")
        }
        if kind != .toml, body == nil {
            throw refusal(["format"], "gitsheet.format.body must name the field of the text")
        }
        var normalizes = true
        switch table["normalize"] {
        case nil: break
        case .boolean(let flag)?: normalizes = flag
        default:
            throw refusal(
                ["format", "normalize"], "gitsheet.format.normalize must be true or false")
        }
        return RecordFormat(
            kind: kind, bodyField: body, titleField: table["title"]?.string,
            normalizesBody: normalizes && kind != .toml)
    }

    private borrowing func sorts() throws(TOMLError) -> [FieldSort] {
        guard let value = sheet["fields"] else { return [] }
        guard case .table(let fields) = value else {
            throw refusal(["fields"], "gitsheet.fields must be a table")
        }
        var sorts: [FieldSort] = []
        for entry in fields.entries {
            guard case .table(let field) = entry.value, let sort = field["sort"] else { continue }
            guard let rule = Self.rule(of: sort) else {
                throw refusal(
                    ["fields", entry.key, "sort"],
                    "gitsheet.fields.\(entry.key).sort must be true, false, a list of fields or "
                        + "a table of fields with ASC or DESC")
            }
            sorts.append(FieldSort(field: entry.key, rule: rule))
        }
        return sorts
    }

    private static func rule(of sort: TOMLValue) -> FieldSort.Rule? {
        switch sort {
        case .boolean(let flag): return .values(flag)
        case .string(let source): return .script(source)
        case .array(let values):
            let names = values.compactMap(\.string)
            guard names.count == values.count else { return nil }
            return .keys(names.map { FieldSort.Key(field: $0, isDescending: false) })
        case .table(let table):
            var keys: [FieldSort.Key] = []
            for entry in table.entries {
                guard let direction = entry.value.string, ["ASC", "DESC"].contains(direction)
                else { return nil }
                keys.append(FieldSort.Key(field: entry.key, isDescending: direction == "DESC"))
            }
            return .keys(keys)
        default: return nil
        }
    }

    private borrowing func schema() throws(TOMLError) -> String? {
        switch sheet["schema"] {
        case nil: return nil
        case .table?:
            return tape.read { cursor in
                cursor.find(Self.keys(["schema"])).map { found in
                    String(decoding: RecordWriter.json(of: found.value), as: UTF8.self)
                }
            }
        default: throw refusal(["schema"], "gitsheet.schema must be a table")
        }
    }

    private static func readOnlyReasons(
        template: PathTemplate, format: RecordFormat, sorts: [FieldSort]
    ) -> [String] {
        var reasons = template.scripts.map { "its path needs JavaScript: `\($0)`" }
        for sort in sorts {
            guard case .script = sort.rule else { continue }
            reasons.append("the sort of its field `\(sort.field)` is JavaScript")
        }
        if format.normalizesBody {
            reasons.append(
                "its text goes through a markdown formatter on writes "
                    + "(gitsheet.format.normalize is not false)")
        }
        return reasons
    }

    /// A problem at the place of a key below [gitsheet], or of the nearest table around it.
    private borrowing func refusal(_ keys: [String], _ message: String) -> TOMLError {
        let line = tape.read { cursor in
            (0...keys.count).reversed().lazy
                .compactMap { cursor.find(Self.keys(Array(keys.prefix($0))))?.line }
                .first { $0 > 0 }
        }
        return TOMLError(line: line, column: nil, message: message)
    }

    private static func keys(_ keys: [String]) -> [[UInt8]] {
        (["gitsheet"] + keys).map { Array($0.utf8) }
    }
}
