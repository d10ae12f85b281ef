/// The shape of one value of the language.
indirect enum SchemaNode: Sendable {
    /// One of the words of a type: `Vocabulary.allChoices` has them by place.
    case choice
    /// A map with a closed set of keys: `Vocabulary.allKeySets` has them by place.
    case keys(atLeast: Int)
    /// A map with free keys.
    case map(names: SchemaNode? = nil, of: SchemaNode? = nil)
    case list(of: SchemaNode? = nil, atLeast: Int = 0)
    /// Any value of these types.
    case types([String])
    /// A value of a type with further bounds.
    case bounded(String, [(name: String, value: DataValue)])
    /// One of the definitions.
    case reference(String)
    case either([SchemaNode])
    case constant(DataValue)
    case anything
    case described(String, SchemaNode)
    /// With the value that stands for none.
    case usually(String, SchemaNode)
}
