import { testRulesOf } from './rule-tests.ts';

testRulesOf('resources');
