import FuzzKit

@testable import Sheets

/// What holds for a template and any path at all.
enum MatchRules {
    static func check(_ sheet: SheetDeclaration, _ path: String) {
        let template = sheet.template
        let isOne = PlainMatch.admits(template, path)
        let claims = template.match(path)
        claim((claims != nil) == isOne, "\(path) is a record's path: \(isOne), \(claims != nil)")
        claim(
            PathTemplate.withBytes(of: path) { template.admits($0) } == isOne,
            "\(path) is a record's path: \(isOne), and to `admits` it is not so")
        checkRole(of: path, in: sheet, isOne)
        guard let claims else { return }
        checkPieces(claims, template, path)
        checkWayBack(claims, template, path)
    }

    private static func checkRole(of path: String, in sheet: SheetDeclaration, _ isOne: Bool) {
        let full = sheet.filePath(ofRecord: path)
        guard full != ".gitsheets", !full.utf8.starts(with: ".gitsheets/".utf8) else { return }
        guard case .record(let found) = sheet.role(ofPath: full) else {
            claim(!isOne, "\(full) is no record, though the template can produce it")
            return
        }
        claim(
            isOne && found.utf8.elementsEqual(path.utf8),
            "\(full) is the record \(found), and should be \(path): \(isOne)")
    }

    /// Literals and claims, one after the other, are the path; what is certain can be split in one
    /// way only.
    private static func checkPieces(
        _ claims: [PathClaim], _ template: PathTemplate, _ path: String
    ) {
        let isPlain = template.segments.joined().allSatisfy { part in
            switch part {
            case .literal, .field: true
            case .bucket, .script: false
            }
        }
        guard isPlain else { return }
        var rest = claims[...]
        var names: [[UInt8]] = []
        for (name, parts) in zip(PlainMatch.names(of: path), template.segments) {
            let isCertain = PlainMatch.ways(to: name, parts) == 1
            var made: [UInt8] = []
            for part in parts {
                if case .literal(let text) = part {
                    made += text
                } else {
                    guard let next = rest.popFirst() else { finding("a field has no claim") }
                    claim(next.isCertain == isCertain, "\(next) is certain: \(isCertain)")
                    made += Array(next.text.utf8)
                }
            }
            names.append(made)
        }
        if template.recursive != nil {
            guard let next = rest.popFirst() else { finding("the rest of the path has no claim") }
            names.append(Array(next.text.utf8))
        }
        claim(rest.isEmpty, "claims of no field: \(rest)")
        let whole = Array(names.joined(separator: [UInt8(ascii: "/")]))
        // A name that is cut inside a character gives texts that are not the path's bytes.
        guard !claims.contains(where: { $0.text.unicodeScalars.contains("\u{FFFD}") }) else {
            return
        }
        claim(whole == Array(path.utf8), "the claims make \(whole.shown) of \(path)")
    }

    /// A record with just the fields that the path tells has that path, or one no file may have.
    private static func checkWayBack(
        _ claims: [PathClaim], _ template: PathTemplate, _ path: String
    ) {
        guard template.scripts.isEmpty,
            claims.allSatisfy({ $0.isCertain && $0.bucket == nil && $0.field.keys.count == 1 }),
            !claims.contains(where: { $0.text.unicodeScalars.contains("\u{FFFD}") })
        else { return }
        var record = TOMLTable()
        for one in claims {
            let value = TOMLValue.string(one.text)
            // One field in two places, with two texts.
            if let other = record[one.field.keys[0]], other != value { return }
            record[one.field.keys[0]] = value
        }
        do throws(PathTemplateError) {
            let rendered = try template.render(.table(record))
            claim(
                rendered.utf8.elementsEqual(path.utf8),
                "\(path) tells fields that render to \(rendered)")
        } catch {
            guard case .name = error else {
                finding("\(path) tells fields that do not render: \(error.reason)")
            }
        }
    }
}
