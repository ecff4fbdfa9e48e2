import { words } from './words.ts';

/**
 * Public members of builtin values by what makes them, and of what calls of well-known libraries give. Sources: `dir()` of CPython 3.9 to 3.14;
 * the documentation of pydantic 2, Requests 2.32, HTTPX 0.28 and SQLAlchemy 2.0.
 */
const VALUE_MEMBERS: Readonly<Record<string, string>> = {
  str: `capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans
    partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip
    swapcase title translate upper zfill`,
  list: 'append clear copy count extend index insert pop remove reverse sort',
  dict: 'clear copy fromkeys get items keys pop popitem setdefault update values',
  set: `add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset
    pop remove symmetric_difference symmetric_difference_update union update`,
  tuple: 'count index',
  number: `as_integer_ratio bit_count bit_length conjugate denominator from_bytes fromhex hex imag is_integer numerator real
    to_bytes from_number`,
  None: '',
  'pydantic.Field': `alias alias_priority annotation apply_typevars_map asdict default default_factory deprecated description
    discriminator evaluated examples exclude exclude_if field_title_generator from_annotated_attribute from_annotation
    from_field frozen get_default init init_var is_required json_schema_extra kw_only merge_field_infos metadata
    metadata_lookup rebuild_annotation repr serialization_alias title union_mode validate_default validation_alias extra
    field_info`,
  'dataclasses.field': 'name type default default_factory repr hash init compare metadata kw_only doc',
  'requests.Response': `apparent_encoding close connection content cookies elapsed encoding headers history
    is_permanent_redirect is_redirect iter_content iter_lines json links next ok raise_for_status raw reason request
    status_code text url`,
  'sqlalchemy.ScalarResult': `all close closed fetchall fetchmany first freeze memoized_attributes memoized_instancemethod
    one one_or_none partitions unique yield_per`,
};

const TAKEN_APART: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(VALUE_MEMBERS).map(([kind, members]) => [kind, new Set(words(members))]),
);

/** Whether such a value certainly has no member of this name. */
export function lacksValueMember(kind: string, member: string): boolean {
  const members = TAKEN_APART.get(kind);
  return members !== undefined && !member.startsWith('_') && !members.has(member);
}

/** Members that a model of pydantic has besides its fields, in versions 1 and 2. */
export const MODEL_MEMBERS: ReadonlySet<string> = new Set(
  words(`construct copy dict fields fields_set from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name
    model_post_init model_rebuild model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw
    schema schema_json update_forward_refs validate Config metadata sqlmodel_update settings_customise_sources`),
);
