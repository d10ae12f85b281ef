package import JSONModel

extension SheetDeclaration {
    /// Returns the fields of a whole record that is given as JSON (PUT, POST).
    ///
    /// A field of `stored`, the record that is there now, keeps its type where the JSON can be read
    /// as one. Fields of the path template that are missing are taken from `path`, the record's
    /// path (nil when there is none yet). Throws when path and template disagree.
    package func fields(
        putting json: JSON, over stored: TOMLTable?, at path: String?
    ) throws(RecordRefusal) -> TOMLTable {
        let fields = completingTitle(of: try FieldReader.fields(putting: json, over: stored))
        guard let path else { return fields }
        return try completing(fields, stored: stored, at: path)
    }

    /// Returns the fields of a record after a merge patch (PATCH, RFC 7396).
    ///
    /// A patch does not move a record: throws when what it gives has another path. The field that
    /// repeats the first heading of a markdown record follows a patch of the text.
    package func fields(
        patching json: JSON, of stored: TOMLTable, at path: String
    ) throws(RecordRefusal) -> TOMLTable {
        var fields = try FieldReader.fields(patching: json, of: stored)
        if let body = format.bodyField, let title = format.titleField, fields[body] != stored[body],
            !json.hasMember(title)
        {
            fields[title] = nil
        }
        return try completing(completingTitle(of: fields), stored: stored, at: path)
    }

    /// Returns the path that a record renders to.
    package func path(of fields: TOMLTable) throws(RecordRefusal) -> String {
        do throws(PathTemplateError) {
            let path = try template.render(.table(fields))
            guard path.utf8.count <= Limits.pathBytes else {
                throw .template("its path is longer than \(Limits.pathBytes) bytes")
            }
            return path
        } catch {
            throw RecordRefusal(template.problem(for: error, of: fields))
        }
    }

    /// Returns the canonical file of a record.
    package func bytes(of fields: TOMLTable) throws(RecordRefusal) -> [UInt8] {
        let codec = RecordCodec(format: format, sorts: sorts)
        let bytes: [UInt8]
        do throws(RecordWriteError) {
            if let reason = readOnlyReasons.first { throw .readOnly(reason) }
            bytes = try codec.bytes(of: fields)
        } catch {
            throw RecordRefusal(FieldProblem(error.keys, error.description))
        }
        do throws(TOMLError) {
            // Merged records may hold more than a reader accepts, front matter may end too early.
            _ = try codec.fields(of: bytes)
            return bytes
        } catch {
            throw RecordRefusal(
                FieldProblem([], "the record could not be read back: \(error.message)"))
        }
    }

    /// Returns the fields of a stored record file.
    package func fields(of bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
        try RecordCodec(format: format, sorts: sorts).fields(of: bytes)
    }

    /// Returns the file of the record at `path`, from the root of the tree.
    package func filePath(ofRecord path: String) -> String {
        (root.isEmpty ? path : root + "/" + path) + format.fileExtension
    }

    /// Sets the field that repeats the first heading of the text where it is missing.
    private func completingTitle(of fields: TOMLTable) -> TOMLTable {
        guard let body = format.bodyField, let title = format.titleField, fields[title] == nil,
            let text = fields[body]?.string, let heading = MarkdownTitle.first(in: text)
        else { return fields }
        var fields = fields
        fields[title] = .string(heading)
        return fields
    }
}

extension JSON {
    /// By bytes: `String` would equate different spellings of one character.
    fileprivate func hasMember(_ key: String) -> Bool {
        guard case .object(let members) = self else { return false }
        return members.contains { $0.key.utf8.elementsEqual(key.utf8) }
    }
}

extension RecordWriteError {
    /// The keys of the field that is wrong; none when it is the record.
    fileprivate var keys: [String] {
        switch self {
        case .textIsNoString(let field), .titleDisagrees(let field), .unsortable(let field): [field]
        case .readOnly, .tooLarge: []
        }
    }
}
