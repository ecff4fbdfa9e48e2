import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

const SITE = {
  'site1/__init__.py': '',
  'site1/wsgi.py':
    'import os\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\napplication = get_wsgi_application()\n',
  'site1/settings.py': 'ROOT_URLCONF = "site1.urls"\nINSTALLED_APPS = ["shop"]\n',
  'site1/urls.py': 'from django.urls import include, path\n\nurlpatterns = [path("shop/", include("shop.urls"))]\n',
  'shop/__init__.py': '',
  'shop/urls.py':
    'from django.contrib.auth.decorators import login_required\nfrom django.urls import path\nfrom shop import views\n\nurlpatterns = [path("a/", views.listed), path("b/", login_required(views.kept)), path("c/", views.Bills.as_view())]\n',
  'shop/views.py': `from django.views import View
from shop.rules import weigh


def listed(request):
    return weigh(1)


def kept(request):
    return 2


class Bills(View):
    def get(self, request):
        return 3


def unrouted(request):
    return 4
`,
  'shop/rules.py': 'def weigh(order):\n    return order * 24\n',
};

describe('a site of Django', () => {
  const at = standingsIn(SITE);

  it('serves the views that its URLs name, and what they call', () => {
    expect(at('shop/views.py', 'return weigh(1)').reach).toBe('served');
    expect(at('shop/views.py', 'return 2').reach).toBe('served');
    expect(at('shop/views.py', 'return 3').reach).toBe('served');
    expect(reported(at('shop/rules.py', 'order * 24'))).toBe(
      'served: `listed` reaches it; `shop.views.listed` serves requests',
    );
  });

  it('serves what it calls of views, serializers and filters, and nothing else of them', () => {
    const views = `import django_filters
from rest_framework import generics, serializers


class Stock(serializers.Serializer):
    def validate_count(self, count):
        return "a count"


class Open(django_filters.FilterSet):
    is_open = django_filters.BooleanFilter(method="filter_open")

    def filter_open(self, rows, name, value):
        return "open rows"


class Shelves(generics.ListAPIView):
    serializer_class = Stock
    filterset_class = Open

    def get_queryset(self):
        return self.rows()

    def rows(self):
        return "some rows"

    def forgotten(self):
        return "old rows"
`;
    const urls = SITE['shop/urls.py']
      .replace('import views', 'import shelves, views')
      .replace('views.Bills', 'shelves.Shelves');
    const of = standingsIn({ ...SITE, 'shop/urls.py': urls, 'shop/shelves.py': views });
    const because = '`rest_framework` calls it on each';
    expect(reported(of('shop/shelves.py', 'return self.rows()'))).toBe(`served: ${because} \`Shelves\``);
    expect(reported(of('shop/shelves.py', '"some rows"'))).toBe(
      `served: \`Shelves.get_queryset\` reaches it; ${because} \`Shelves\``,
    );
    expect(reported(of('shop/shelves.py', '"a count"'))).toBe(`served: ${because} \`Stock\``);
    expect(of('shop/shelves.py', '"open rows"').reach).toBe('served');
    expect(of('shop/shelves.py', '"old rows"').reach).toBe('imported');
    const unnamed = standingsIn({
      ...SITE,
      'shop/urls.py': urls.replace('shelves.Shelves.as_view()', 'views.listed'),
      'shop/shelves.py': views,
    });
    expect(unnamed('shop/shelves.py', 'return self.rows()').reach).not.toBe('served');
  });

  it('serves no view that no URL names', () => {
    expect(at('shop/views.py', 'return 4').reach).toBe('loose');
  });

  it('serves nothing where no application of it is made', () => {
    const unserved = standingsIn({ ...SITE, 'site1/wsgi.py': 'import os\n' });
    expect(unserved('shop/views.py', 'return 2').reach).not.toBe('served');
  });
});
