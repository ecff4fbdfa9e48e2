import { testRulesOf } from './rule-tests.ts';

testRulesOf('concurrency');
