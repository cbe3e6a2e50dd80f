// Who registers, unless something else is typed: whoever is logged in, else somebody new.
import { t } from '../lib/i18n.js';
import { who } from '../lib/login.js';
import { random } from '../lib/random.js';

export const newcomer = () => ({
  name: who()?.name ?? t('step.name.value'),
  email: who()?.email ?? `anna-${random().slice(0, 8)}@example.org`,
});
