import JSONModel

extension JSON {
    /// Every document that differs from this in one place: a member left out, given twice, or with
    /// one of `junk` in its place; the same for the items of arrays.
    func spoilt(with junk: [JSON]) -> [JSON] {
        switch self {
        case .object(let members):
            return members.indices.flatMap { spoilt(members, at: $0, with: junk) }
        case .array(let items):
            return items.indices.flatMap { index in
                (junk + items[index].spoilt(with: junk)).map { value in
                    var changed = items
                    changed[index] = value
                    return .array(changed)
                }
            }
        default: return []
        }
    }

    private func spoilt(_ members: [Member], at index: Int, with junk: [JSON]) -> [JSON] {
        let member = members[index]
        var without = members
        without.remove(at: index)
        var variants: [JSON] = [.object(without), .object(members + [member])]
        for value in junk + member.value.spoilt(with: junk) {
            var changed = members
            changed[index] = JSON.Member(member.key, value)
            variants.append(.object(changed))
        }
        return variants
    }
}
