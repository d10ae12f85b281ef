import JSONModel

extension SheetDeclaration {
    /// Returns `fields` with those of the path template that they lack, taken from `path`; throws
    /// when the record would not lie there.
    func completing(
        _ fields: TOMLTable, stored: TOMLTable?, at path: String
    ) throws(RecordRefusal) -> TOMLTable {
        if let script = template.scripts.first {
            throw RecordRefusal(FieldProblem([], PathTemplateError.script(script).reason))
        }
        guard template.match(path) != nil else {
            throw RecordRefusal(
                FieldProblem(
                    [],
                    "no record of this sheet has the path \"\(path)\", the template is "
                        + "\"\(template.source)\""))
        }
        var completed = fields
        for completion in template.completions(of: .table(fields), at: path) {
            switch completion {
            case .unknown(let field, let reason):
                throw RecordRefusal(FieldProblem(field.keys, reason))
            case .text(let field, let text):
                let value = value(of: text, for: field, stored: stored)
                try completed.set(value, at: field)
            }
        }
        let rendered: String
        do throws(PathTemplateError) {
            rendered = try template.render(.table(completed))
        } catch {
            throw RecordRefusal(
                template.disagreement(of: completed, with: path)
                    ?? template.problem(for: error, of: completed))
        }
        guard rendered.utf8.elementsEqual(path.utf8) else {
            throw RecordRefusal(
                template.disagreement(of: completed, with: path)
                    ?? FieldProblem(
                        template.fields.first?.keys ?? [],
                        "gives the record another path than \"\(path)\""))
        }
        return completed
    }

    /// The value that renders to `text`: of the stored type, else of the schema's, else a string.
    private func value(of text: String, for field: FieldPath, stored: TOMLTable?) -> TOMLValue {
        let old = stored.map(TOMLValue.table)?.value(at: field.keys)
        let types = old.map { [SchemaType($0)].compactMap(\.self) } ?? schemaTypes(of: field)
        for type in types {
            guard let value = type.value(of: text),
                value.pathText(of: field)?.utf8.elementsEqual(text.utf8) == true
            else { continue }
            return value
        }
        return .string(text)
    }

    /// The types that the schema's `properties` name for a field; `$ref` is not followed.
    private func schemaTypes(of field: FieldPath) -> [SchemaType] {
        guard let schema, var json = try? JSON.parse(Array(schema.utf8)) else { return [] }
        for key in field.keys {
            guard let property = json["properties"]?[key] else { return [] }
            json = property
        }
        switch json["type"] {
        case .string(let name)?: return [SchemaType(rawValue: name)].compactMap(\.self)
        case .array(let names)?: return names.compactMap { $0.text.flatMap(SchemaType.init) }
        default: return []
        }
    }

    /// The types of JSON Schema that a path can hold.
    private enum SchemaType: String {
        case integer
        case number
        case boolean
        case string

        init?(_ value: TOMLValue) {
            switch value {
            case .integer: self = .integer
            case .float: self = .number
            case .boolean: self = .boolean
            case .string: self = .string
            default: return nil
            }
        }

        /// Nil when the text is none of this type.
        func value(of text: String) -> TOMLValue? {
            switch self {
            case .integer: Int64(text).map(TOMLValue.integer)
            case .number: Double(text).map(TOMLValue.float)
            case .boolean: Bool(text).map(TOMLValue.boolean)
            case .string: .string(text)
            }
        }
    }
}

extension TOMLTable {
    /// Sets a field the table lacks, with the tables around it.
    fileprivate mutating func set(
        _ value: TOMLValue, at field: FieldPath
    ) throws(RecordRefusal) {
        guard
            let table = setting(value, at: field.keys[...])
        else {
            throw RecordRefusal(
                FieldProblem(
                    field.keys, "is missing, and what is around it is no table"))
        }
        self = table
    }

    private func setting(_ value: TOMLValue, at keys: ArraySlice<String>) -> TOMLTable? {
        guard let key = keys.first else { return nil }
        var table = self
        guard keys.count > 1 else {
            table[key] = value
            return table
        }
        let inner: TOMLTable
        switch self[key] {
        case nil: inner = TOMLTable()
        case .table(let table)?: inner = table
        default: return nil
        }
        guard let filled = inner.setting(value, at: keys.dropFirst()) else { return nil }
        table[key] = .table(filled)
        return table
    }
}
