/**
 * The addresses of pages: /DISTRICT/…, so that one can be sent to a colleague. Each part of the console is loaded when it is
 * first needed, with its words.
 */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { enterDistrict, resume, session } from './session';

const pages: RouteRecordRaw[] = [
  { path: '', name: 'home', component: () => import('./pages/home/HomePage.vue') },
  { path: 'figures', name: 'figures', component: () => import('./pages/figures/FiguresPage.vue') },
  { path: 'figures/:figure', name: 'figure', component: () => import('./pages/figures/FigurePage.vue') },
  { path: 'calendar', name: 'calendar', component: () => import('./pages/home/CalendarPage.vue') },
  { path: 'report', name: 'report', component: () => import('./pages/report/ReportPage.vue') },
  { path: 'mine', name: 'mine', component: () => import('./pages/mine/MinePage.vue') },
  { path: 'account', name: 'account', component: () => import('./pages/account/AccountPage.vue') },
  { path: 'methods/:method', name: 'method', component: () => import('./pages/method/MethodPage.vue') },
  { path: 'records/:method/:record', name: 'list', component: () => import('./pages/records/ListPage.vue') },
  { path: 'records/:method/:record/new', name: 'new', component: () => import('./pages/records/NewPage.vue') },
  { path: 'records/:method/:record/import', name: 'import', component: () => import('./pages/import/ImportPage.vue') },
  {
    path: 'records/:method/:record/:id(\\d+)',
    name: 'record',
    component: () => import('./pages/records/RecordPage.vue'),
  },
  {
    path: 'administration/:part?',
    name: 'administration',
    component: () => import('./pages/administration/AdministrationPage.vue'),
  },
  { path: ':rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'districts', component: () => import('./shell/SignInPage.vue') },
    { path: '/:district/sign-in', name: 'sign-in', component: () => import('./shell/SignInPage.vue') },
    { path: '/:district', component: () => import('./shell/ShellPage.vue'), children: pages },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
  const district = to.params.district;
  if (typeof district !== 'string') return true;
  enterDistrict(district);
  if (to.name === 'sign-in' || session.session) return true;
  if (await resume().catch(() => false)) return true;
  return { name: 'sign-in', params: { district }, query: to.fullPath === `/${district}` ? {} : { to: to.fullPath } };
});
