extension PathTemplate {
    /// Names the field that keeps a record from having a path.
    func problem(for error: PathTemplateError, of record: TOMLTable) -> FieldProblem {
        switch error {
        case .template, .script: FieldProblem([], error.reason)
        case .missing(let field), .value(let field, _): FieldProblem(field.keys, error.reason)
        case .name(let name, _):
            FieldProblem(culprit(of: name, in: record)?.keys ?? [], error.reason)
        }
    }

    /// Finds the field that says something else than `recordPath`, which `match` accepts; nil when
    /// it is none in particular.
    func disagreement(of record: TOMLTable, with recordPath: String) -> FieldProblem? {
        let value = TOMLValue.table(record)
        for claim in match(recordPath) ?? [] where claim.isCertain {
            guard let found = value.value(at: claim.field.keys) else { continue }
            let seen: String?
            if let bucket = claim.bucket {
                let parts = CalendarDay(found).map { day in bucket.units.map { $0.text(for: day) } }
                seen = parts.map { $0.map { $0 ?? "" }.joined(separator: "/") }
            } else {
                seen = found.pathText(of: claim.field)
            }
            guard let seen else {
                return FieldProblem(
                    claim.field.keys,
                    "is \(found.kindName) that cannot stand in the record's path, which says "
                        + "\"\(claim.text)\"")
            }
            guard !seen.utf8.elementsEqual(claim.text.utf8) else { continue }
            return FieldProblem(
                claim.field.keys,
                "gives \"\(seen)\" in the record's path, which says \"\(claim.text)\"")
        }
        return nil
    }

    /// The first field of the segment that renders to `name`.
    private func culprit(of name: String, in record: TOMLTable) -> FieldPath? {
        let value = TOMLValue.table(record)
        let segments = self.segments + (recursive.map { [[.field($0)]] } ?? [])
        for parts in segments {
            var text = ""
            var first: FieldPath?
            for part in parts {
                switch part {
                case .literal(let bytes): text += String(decoding: bytes, as: UTF8.self)
                case .field(let field), .bucket(let field, _, _):
                    if first == nil { first = field }
                    text += value.value(at: field.keys)?.pathText(of: field) ?? ""
                case .script: break
                }
            }
            if text.utf8.elementsEqual(name.utf8), let first { return first }
        }
        return nil
    }
}
