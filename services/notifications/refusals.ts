/** What notifications refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  notification_unknown: {
    status: 404,
    ko: '알림을 찾을 수 없어요. 목록을 새로 고쳐 주세요.',
    en: 'There is no such notification. Load the list again.',
  },
  announcement_unknown: {
    status: 404,
    ko: '공지를 찾을 수 없어요. 목록에서 다시 골라 주세요.',
    en: 'There is no such announcement. Choose one of the list.',
  },
  seq_in_future: {
    status: 422,
    ko: '아직 받지 않은 알림까지는 읽음으로 바꿀 수 없어요. 목록을 새로 고쳐 주세요.',
    en: 'Notifications that have not arrived cannot be marked as read. Load the list again.',
  },
  text_missing: {
    status: 422,
    ko: '한국어와 영어 내용을 모두 적어 주세요.',
    en: 'Write the text in both Korean and English.',
  },
  department_unknown: {
    status: 422,
    ko: '없는 부서예요. 부서를 다시 골라 주세요.',
    en: 'There is no such department. Choose another one.',
  },
  template_unknown: {
    status: 422,
    ko: '모르는 알림 종류예요. 알림 종류의 이름을 확인해 주세요.',
    en: 'There is no such template. Check its name.',
  },
  params_invalid: {
    status: 422,
    ko: '이 알림에 필요한 내용이 빠졌어요. 알림 종류의 항목을 확인해 주세요.',
    en: 'The template needs other facts than these. Check its fields.',
  },
})
