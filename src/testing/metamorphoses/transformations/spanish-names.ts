import { foreignNames } from '../foreign-names.ts';

export const spanishNames = foreignNames({
  name: 'spanish-names',
  what: 'own names are Spanish',
  verbs: ['cargar', 'guardar', 'leer', 'enviar', 'calcular', 'buscar', 'abrir'],
  nouns: [
    'dato',
    'pedido',
    'usuario',
    'archivo',
    'cliente',
    'mensaje',
    'cuenta',
    'fecha',
    'precio',
    'resultado',
    'tarea',
  ],
});
