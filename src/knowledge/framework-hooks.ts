/**
 * Methods that Django and what builds on it call of classes whose objects they make themselves for each request. Source: their
 * documentation of views, forms, serializers, permissions, filters and administration.
 */
const HOOKS: readonly { readonly base: RegExp; readonly methods: RegExp }[] = [
  {
    base: /^(?:django\.(?:views|contrib\.auth\.(?:views|mixins))|rest_framework\.(?:views|generics|viewsets|mixins))\./,
    methods:
      /^(?:setup|initial|test_func|form_(?:in)?valid|perform_\w+|(?:filter|paginate)_queryset|render_to_response|has_permission|handle_\w+|check_(?:object_)?permissions|get_(?:queryset|object|context_data|form(?:_class|_kwargs)?|initial|success_url|template_names|redirect_url|serializer(?:_class|_context)?|permissions|permission_required|authenticators|throttles))$/,
  },
  {
    base: /^rest_framework\.serializers\./,
    methods: /^(?:validate(?:_\w+)?|create|update|save|get_\w+|to_(?:representation|internal_value))$/,
  },
  { base: /^django\.forms\./, methods: /^(?:clean(?:_\w+)?|save)$/ },
  {
    base: /^rest_framework\.(?:permissions|authentication|pagination|throttling|filters)\./,
    methods:
      /^(?:has_(?:object_)?permission|authenticate(?:_credentials)?|get_(?:paginated_response|cache_key)|allow_request|(?:filter|paginate)_queryset)$/,
  },
  {
    base: /^django\.contrib\.(?:gis\.)?admin\./,
    methods: /^(?:get_\w+|has_\w+_permission|save_(?:model|formset|related)|delete_(?:model|queryset))$/,
  },
];

/** Whether a framework makes objects of classes with such a base for requests. */
export const isMadeForRequests = (base: string): boolean =>
  MORE.test(base) || HOOKS.some((each) => each.base.test(base));

/** Whether it calls this method of them. */
export const isRequestMethod = (base: string, method: string): boolean =>
  HOOKS.some((each) => each.base.test(base) && each.methods.test(method));

/** Call what texts name: `BooleanFilter(method='filter_open')`. */
const MORE = /^django_filters\./;
